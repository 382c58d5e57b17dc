-- What is agreed with the hub of a feed (WebSub): one row for each hub and topic that its documents named. The row is written with
-- the document, whether or not a hub can reach this service.
CREATE TABLE hub_subscriptions (
  id               bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  feed_id          bigint      NOT NULL REFERENCES feeds ON DELETE CASCADE,
  hub              text        NOT NULL,
  topic            text        NOT NULL,
  state            text        NOT NULL CHECK (state IN ('wanted', 'pending', 'active', 'denied', 'failed', 'unwanted')),
  is_offered       boolean     NOT NULL DEFAULT true,   -- the feed's last document named it
  token            text        NOT NULL UNIQUE,         -- the callback address ends with it; nobody else knows it
  secret           text        NOT NULL,                -- signs what the hub sends
  asked            text        CHECK (asked IN ('subscribe', 'unsubscribe')),   -- waits for the hub to verify it
  asked_at         timestamptz,
  attempts         integer     NOT NULL DEFAULT 0,      -- since the hub last verified
  next_action_at   timestamptz NOT NULL,
  lease_ends_at    timestamptz,
  pushed_at        timestamptz,
  unpushed_polls   integer     NOT NULL DEFAULT 0,      -- polls since the last push that found what was not pushed
  last_error       text,
  lease_number     bigint      NOT NULL DEFAULT 0,
  leased_until     timestamptz,
  unsettled_claims smallint    NOT NULL DEFAULT 0,
  quarantined_at   timestamptz,
  UNIQUE (feed_id, hub, topic)
);
CREATE INDEX hub_subscriptions_due ON hub_subscriptions (next_action_at) WHERE quarantined_at IS NULL;
