-- Which feeds a rule lives by, whether it can see, and what its owner was told of that.

ALTER TABLE rule_revisions ADD COLUMN blind_below double precision CHECK (blind_below BETWEEN 0 AND 1);

-- What a feed brought in the 30 days before it was last well, by outlet and language; read anew each hour.
CREATE TABLE feed_outlets (
  feed_id       bigint  NOT NULL REFERENCES feeds,
  outlet_name   text    NOT NULL,
  outlet_domain text,
  lang          text,
  articles      integer NOT NULL
);
CREATE INDEX feed_outlets_of ON feed_outlets (feed_id);

-- How many matches of a rule came from a feed in that time.
CREATE TABLE rule_sources (
  rule_id text    NOT NULL REFERENCES rules,
  feed_id bigint  NOT NULL REFERENCES feeds,
  matches integer NOT NULL,
  PRIMARY KEY (rule_id, feed_id)
);
CREATE INDEX rule_sources_of_feed ON rule_sources (feed_id);
INSERT INTO rounds (name, done_at) VALUES ('sources', '-infinity');

-- Rules in force. blind_since: its owner was told that it cannot see, and not yet that it can.
CREATE TABLE rule_sight (
  rule_id     text             PRIMARY KEY REFERENCES rules,
  share       double precision NOT NULL,       -- of its sources that can see
  blind_since timestamptz,
  calm_since  timestamptz,                     -- it has seen enough since then
  says        text             NOT NULL,
  advice      text
);

-- Mails to owners and admins about the service itself. Told once: the key. Sent like a delivery.
CREATE TABLE notices (
  id               bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  message_id       uuid        NOT NULL UNIQUE,
  key              text        NOT NULL UNIQUE,
  recipient        text        NOT NULL,
  subject          text        NOT NULL,
  body             text        NOT NULL,
  created_at       timestamptz NOT NULL,
  state            text        NOT NULL CHECK (state IN ('pending', 'retrying', 'sent', 'rejected')),
  due_at           timestamptz NOT NULL,
  attempts         integer     NOT NULL DEFAULT 0,
  answer           text,
  settled_at       timestamptz,
  lease_number     bigint      NOT NULL DEFAULT 0,
  leased_until     timestamptz,
  unsettled_claims smallint    NOT NULL DEFAULT 0,
  quarantined_at   timestamptz
);
CREATE INDEX notices_due ON notices (due_at) WHERE state IN ('pending', 'retrying') AND quarantined_at IS NULL;
CREATE INDEX notices_recent ON notices (created_at);
