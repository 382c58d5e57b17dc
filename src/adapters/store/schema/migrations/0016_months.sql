-- What stories and near-duplicates remember of each article is laid out by month, like the article: story_members and
-- fold_members are the largest rows after the text, and go with their month instead of row by row. Rows that are there are kept.

-- No month is made meanwhile, and nothing written.
SELECT pg_advisory_xact_lock(hashtext('tocsin.ensure_month'));
LOCK TABLE fold_members, story_members IN ACCESS EXCLUSIVE MODE;

ALTER TABLE fold_members RENAME TO fold_members_before;
ALTER TABLE story_members RENAME TO story_members_before;

CREATE TABLE fold_members (
  article_id    bigint      NOT NULL,
  revision      integer     NOT NULL,
  fold_group_id bigint      NOT NULL,
  signature     bytea       NOT NULL,
  numbers       text[]      NOT NULL,
  seen_at       timestamptz NOT NULL
) PARTITION BY RANGE (seen_at);

CREATE TABLE story_members (
  sequence   bigint      NOT NULL,
  article_id bigint      NOT NULL,
  revision   integer     NOT NULL,
  seen_at    timestamptz NOT NULL,                -- of the article, and so the same for all its revisions
  story_id   bigint      NOT NULL,
  role       text        NOT NULL,
  at         timestamptz NOT NULL,
  profile    json
) PARTITION BY RANGE (seen_at);

CREATE OR REPLACE FUNCTION ensure_month(at timestamptz) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  first timestamptz := date_trunc('month', at, 'UTC');
  next  timestamptz := (date_trunc('month', at AT TIME ZONE 'UTC') + interval '1 month') AT TIME ZONE 'UTC';
  month text := to_char(first AT TIME ZONE 'UTC', 'YYYY_MM');
  parent text;
BEGIN
  IF to_regclass('story_members_' || month) IS NOT NULL THEN RETURN; END IF;
  PERFORM pg_advisory_xact_lock(hashtext('tocsin.ensure_month'));
  FOREACH parent IN ARRAY ARRAY['articles', 'article_revisions', 'fold_members', 'story_members', 'matches'] LOOP
    EXECUTE format('CREATE TABLE IF NOT EXISTS %I PARTITION OF %I FOR VALUES FROM (%L) TO (%L)',
                   parent || '_' || month, parent, first, next);
  END LOOP;
END $$;

SELECT ensure_month(month)
  FROM (SELECT to_date(right(c.relname, 7), 'YYYY_MM')::timestamp AT TIME ZONE 'UTC' AS month
          FROM pg_inherits AS i JOIN pg_class AS c ON c.oid = i.inhrelid WHERE i.inhparent = 'articles'::regclass
        UNION SELECT date_trunc('month', seen_at, 'UTC') FROM fold_members_before
        UNION SELECT date_trunc('month', seen_at, 'UTC') FROM story_members_before) AS months;

INSERT INTO fold_members (article_id, revision, fold_group_id, signature, numbers, seen_at)
SELECT article_id, revision, fold_group_id, signature, numbers, seen_at FROM fold_members_before;
INSERT INTO story_members (sequence, article_id, revision, seen_at, story_id, role, at, profile)
SELECT sequence, article_id, revision, seen_at, story_id, role, at, profile FROM story_members_before;
DROP TABLE fold_members_before, story_members_before;

ALTER TABLE fold_members ADD PRIMARY KEY (article_id, revision, seen_at);
CREATE INDEX fold_members_seen ON fold_members (seen_at);

ALTER TABLE story_members
  ADD PRIMARY KEY (sequence, seen_at),
  ADD UNIQUE (article_id, revision, seen_at),
  ADD FOREIGN KEY (story_id) REFERENCES stories,
  ADD CHECK (role IN ('report', 'copy', 'revision'));
CREATE INDEX story_members_of ON story_members (story_id, sequence);

-- A fold group is nothing but its number: a row for each would grow with every article, for ever.
CREATE SEQUENCE fold_group_ids;
SELECT setval('fold_group_ids', greatest(max(id), 1), count(*) > 0) FROM fold_groups;
DROP TABLE fold_groups;
