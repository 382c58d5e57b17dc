-- The tables of Tocsin. Laid out for growth: whatever is made of articles is partitioned by the month the article was
-- first seen (seen_at), nothing holds a foreign key to a partition, and identity keys live apart and outlive them.
-- Business time is always a parameter. Leases alone use the database's time, through lease_now(), which tests replace.

CREATE FUNCTION lease_now() RETURNS timestamptz LANGUAGE sql VOLATILE AS 'SELECT clock_timestamp()';

-- ── Rules ────────────────────────────────────────────────────────────────────────────────────────────────────────────

-- Every change of any rule makes a new set. Set N holds the revisions with from_set <= N and (to_set IS NULL OR N < to_set).
CREATE TABLE rule_sets (
  number     integer     GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  made_at    timestamptz NOT NULL,
  made_by    text        NOT NULL,
  reason     text        NOT NULL
);

CREATE TABLE rules (
  id         text        PRIMARY KEY,
  created_at timestamptz NOT NULL,
  deleted_at timestamptz
);

CREATE TABLE rule_revisions (
  id         bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  rule_id    text        NOT NULL REFERENCES rules,
  revision   integer     NOT NULL CHECK (revision > 0),
  name       text        NOT NULL,
  query      text        NOT NULL,
  alert      jsonb       NOT NULL,
  owner      text,
  concepts   jsonb       NOT NULL,
  from_set   integer     NOT NULL REFERENCES rule_sets,
  to_set     integer     REFERENCES rule_sets,
  UNIQUE (rule_id, revision)
);
CREATE UNIQUE INDEX rule_revisions_in_force ON rule_revisions (rule_id) WHERE to_set IS NULL;
-- What one set has over another is read by these.
CREATE INDEX rule_revisions_from ON rule_revisions (from_set);
CREATE INDEX rule_revisions_to ON rule_revisions (to_set) WHERE to_set IS NOT NULL;

CREATE TABLE concepts (
  name       text        PRIMARY KEY,
  terms      jsonb       NOT NULL,
  changed_at timestamptz NOT NULL
);

-- ── Feeds and articles ───────────────────────────────────────────────────────────────────────────────────────────────

CREATE TABLE feeds (
  id                bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  url               text        NOT NULL UNIQUE,
  name              text        NOT NULL,
  every_seconds     integer     CHECK (every_seconds > 0),
  removed_at        timestamptz,             -- taken out of the list
  ended_at          timestamptz,             -- the publisher answered 410
  etag              text,
  last_modified     text,
  interval_seconds  real,                    -- the adaptive interval, found at the last new document
  next_poll_at      timestamptz NOT NULL,
  first_polled_at   timestamptz,
  last_polled_at    timestamptz,
  last_succeeded_at timestamptz,
  failures          integer     NOT NULL DEFAULT 0,
  last_error        text,
  lease_number      bigint      NOT NULL DEFAULT 0,
  leased_until      timestamptz,
  unsettled_claims  smallint    NOT NULL DEFAULT 0,
  quarantined_at    timestamptz
);
CREATE INDEX feeds_due ON feeds (next_poll_at) WHERE removed_at IS NULL AND ended_at IS NULL AND quarantined_at IS NULL;

CREATE TABLE host_holds (
  host       text        PRIMARY KEY,
  held_until timestamptz NOT NULL,
  reason     text        NOT NULL
);

-- Never partitioned: outlives the item's last appearance in its feed. scope: the feed for a guid, the outlet's digest
-- for a fingerprint, empty for a link.
CREATE TABLE article_identities (
  kind         text        NOT NULL CHECK (kind IN ('guid', 'link', 'fingerprint')),
  scope        text        NOT NULL,
  key          bytea       NOT NULL,
  article_id   bigint      NOT NULL,
  last_seen_at timestamptz NOT NULL,
  PRIMARY KEY (kind, scope, key)
);
CREATE INDEX article_identities_last_seen ON article_identities (last_seen_at);
CREATE INDEX article_identities_article ON article_identities (article_id);

CREATE SEQUENCE article_ids;

CREATE TABLE articles (
  id              bigint      NOT NULL,
  seen_at         timestamptz NOT NULL,
  feed_id         bigint      NOT NULL,
  guid            text,
  link            text,
  outlet_name     text        NOT NULL,
  outlet_domain   text,
  lang            text,
  latest_revision integer     NOT NULL,
  PRIMARY KEY (id, seen_at)
) PARTITION BY RANGE (seen_at);

CREATE TABLE article_revisions (
  article_id   bigint      NOT NULL,
  revision     integer     NOT NULL,
  seen_at      timestamptz NOT NULL,
  saved_at     timestamptz NOT NULL,
  published_at timestamptz,
  title        text        NOT NULL,
  summary      text,
  content_text text,
  author       text,
  content_hash bytea       NOT NULL,
  audience     text        NOT NULL CHECK (audience IN ('everyone', 'digests', 'nobody')),
  PRIMARY KEY (article_id, revision, seen_at)
) PARTITION BY RANGE (seen_at);

-- An article revision on its way: written with the revision, moved from step to step with what each step saves, and
-- gone when planned. Its sequence is the order in which stories take articles.
CREATE TABLE pipeline_items (
  sequence         bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  article_id       bigint      NOT NULL,
  revision         integer     NOT NULL,
  seen_at          timestamptz NOT NULL,
  step             text        NOT NULL CHECK (step IN ('match', 'story', 'plan')),
  rule_set         integer     REFERENCES rule_sets,
  text_matches     jsonb,
  fold_group_id    bigint,
  lease_number     bigint      NOT NULL DEFAULT 0,
  leased_until     timestamptz,
  unsettled_claims smallint    NOT NULL DEFAULT 0,
  quarantined_at   timestamptz,
  UNIQUE (article_id, revision)
);
CREATE INDEX pipeline_items_waiting ON pipeline_items (step, sequence) WHERE quarantined_at IS NULL;

CREATE TABLE matches (
  article_id       bigint      NOT NULL,
  revision         integer     NOT NULL,
  rule_revision_id bigint      NOT NULL,
  seen_at          timestamptz NOT NULL,
  rule_set         integer     NOT NULL,
  spans            jsonb       NOT NULL,
  score            real        NOT NULL,
  matched_at       timestamptz NOT NULL,
  PRIMARY KEY (article_id, revision, rule_revision_id, seen_at)
) PARTITION BY RANGE (seen_at);
CREATE INDEX matches_of_rule ON matches (rule_revision_id, matched_at);

-- Makes the partitions of the month that holds `at`. Safe to call from several sessions at a time.
CREATE FUNCTION ensure_month(at timestamptz) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  first timestamptz := date_trunc('month', at, 'UTC');
  next  timestamptz := (date_trunc('month', at AT TIME ZONE 'UTC') + interval '1 month') AT TIME ZONE 'UTC';
  month text := to_char(first AT TIME ZONE 'UTC', 'YYYY_MM');
  parent text;
BEGIN
  IF to_regclass('matches_' || month) IS NOT NULL THEN RETURN; END IF;
  PERFORM pg_advisory_xact_lock(hashtext('tocsin.ensure_month'));
  FOREACH parent IN ARRAY ARRAY['articles', 'article_revisions', 'matches'] LOOP
    EXECUTE format('CREATE TABLE IF NOT EXISTS %I PARTITION OF %I FOR VALUES FROM (%L) TO (%L)',
                   parent || '_' || month, parent, first, next);
  END LOOP;
END $$;

-- ── Stories: one writer, fenced ──────────────────────────────────────────────────────────────────────────────────────

CREATE TABLE writers (
  name  text   PRIMARY KEY,
  epoch bigint NOT NULL
);
INSERT INTO writers (name, epoch) VALUES ('story', 0);

-- Articles that say the same in (nearly) the same words; told once to one subscription.
CREATE TABLE fold_groups (
  id        bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  opened_at timestamptz NOT NULL
);

CREATE TABLE fold_members (
  article_id    bigint      NOT NULL,
  revision      integer     NOT NULL,
  fold_group_id bigint      NOT NULL REFERENCES fold_groups,
  signature     bytea       NOT NULL,
  numbers       text[]      NOT NULL,         -- a text that brings a number is news, however alike the words are
  seen_at       timestamptz NOT NULL,
  PRIMARY KEY (article_id, revision)
);
CREATE INDEX fold_members_seen ON fold_members (seen_at);

-- ── Subscribers and what they are told ───────────────────────────────────────────────────────────────────────────────

CREATE TABLE subscribers (
  id           bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  email        text        NOT NULL UNIQUE,
  name         text        NOT NULL,
  timezone     text        NOT NULL,
  created_at   timestamptz NOT NULL,
  confirmed_at timestamptz,
  removed_at   timestamptz
);

CREATE TABLE subscriptions (
  id               bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  subscriber_id    bigint      NOT NULL REFERENCES subscribers,
  key              text        NOT NULL,      -- its id in the file, else channel, target, schedule and place in the list
  channel          text        NOT NULL CHECK (channel IN ('email', 'slack', 'webhook')),
  target           text        NOT NULL,
  secret_ref       text,
  schedule         jsonb       NOT NULL,
  quiet            jsonb,
  max_per_hour     integer     NOT NULL DEFAULT 20 CHECK (max_per_hour >= 0),
  created_at       timestamptz NOT NULL,
  removed_at       timestamptz,               -- taken out of the file or by an admin
  unsubscribed_at  timestamptz,               -- by the subscriber; an import does not undo it
  next_due_at      timestamptz,
  lease_number     bigint      NOT NULL DEFAULT 0,
  leased_until     timestamptz,
  unsettled_claims smallint    NOT NULL DEFAULT 0,
  quarantined_at   timestamptz,
  UNIQUE (subscriber_id, key)
);
CREATE INDEX subscriptions_due ON subscriptions (next_due_at)
  WHERE removed_at IS NULL AND unsubscribed_at IS NULL AND quarantined_at IS NULL;

CREATE TABLE subscription_rules (
  subscription_id bigint NOT NULL REFERENCES subscriptions ON DELETE CASCADE,
  rule_id         text   NOT NULL REFERENCES rules,
  PRIMARY KEY (subscription_id, rule_id)
);
CREATE INDEX subscription_rules_by_rule ON subscription_rules (rule_id);

CREATE TABLE messages (
  id              uuid        PRIMARY KEY,
  subscription_id bigint      NOT NULL REFERENCES subscriptions,
  kind            text        NOT NULL CHECK (kind IN ('alert', 'digest')),
  key             text        NOT NULL,
  content         jsonb       NOT NULL,      -- the whole message: rendering needs nothing else
  created_at      timestamptz NOT NULL,
  UNIQUE (subscription_id, kind, key)
);
CREATE INDEX messages_recent ON messages (subscription_id, created_at);

-- What a subscription was or is to be told: one row a thing, for ever. message_id IS NULL: not told yet.
CREATE TABLE tellings (
  subscription_id bigint      NOT NULL REFERENCES subscriptions,
  thing           text        NOT NULL,
  entry           jsonb       NOT NULL,
  created_at      timestamptz NOT NULL,
  message_id      uuid        REFERENCES messages,
  PRIMARY KEY (subscription_id, thing)
);
CREATE INDEX tellings_pending ON tellings (subscription_id, created_at) WHERE message_id IS NULL;

CREATE TABLE deliveries (
  id               bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  message_id       uuid        NOT NULL UNIQUE REFERENCES messages,
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
CREATE INDEX deliveries_due ON deliveries (due_at) WHERE state IN ('pending', 'retrying') AND quarantined_at IS NULL;

-- ── Configuration files that were imported ───────────────────────────────────────────────────────────────────────────

CREATE TABLE config_imports (
  file        text        PRIMARY KEY CHECK (file IN ('rules', 'feeds', 'subscribers')),
  digest      bytea       NOT NULL,
  imported_at timestamptz NOT NULL
);
