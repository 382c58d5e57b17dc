-- The index of stored articles for the rule language: of each revision the keys that a query can need (src/domain/rules/search/), and
-- the figures that were read of it. Written when an article is matched; of what was stored before by rounds, newest first.
CREATE TABLE search_entries (
  article_id bigint      NOT NULL,
  revision   integer     NOT NULL,
  seen_at    timestamptz NOT NULL,
  saved_at   timestamptz NOT NULL,
  version    smallint    NOT NULL,                -- of the keys: others are as good as none
  figures    jsonb       NOT NULL,
  keys       integer[]   NOT NULL
) PARTITION BY RANGE (seen_at);
-- Apart from the row: the index answers, so that looking at thousands of rows reads no keys.
ALTER TABLE search_entries ALTER COLUMN keys SET STORAGE EXTERNAL;
ALTER TABLE search_entries ADD PRIMARY KEY (article_id, revision, seen_at);
CREATE INDEX search_entries_saved ON search_entries (saved_at, article_id, revision);
-- Every search reads the list of pending entries, so it is kept to some batches of articles (kB); without one, writing took twice as long.
CREATE INDEX search_entries_keys ON search_entries USING gin (keys) WITH (gin_pending_list_limit = 512);

-- One row: all that was saved from from_at up to until_at is indexed. from_at NULL: and all before.
CREATE TABLE search_coverage (
  only_one boolean     PRIMARY KEY DEFAULT true CHECK (only_one),
  version  smallint    NOT NULL,
  from_at  timestamptz,
  until_at timestamptz NOT NULL
);

CREATE OR REPLACE FUNCTION ensure_month(at timestamptz) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  first timestamptz := date_trunc('month', at, 'UTC');
  next  timestamptz := (date_trunc('month', at AT TIME ZONE 'UTC') + interval '1 month') AT TIME ZONE 'UTC';
  month text := to_char(first AT TIME ZONE 'UTC', 'YYYY_MM');
  parent text;
BEGIN
  IF to_regclass('search_entries_' || month) IS NOT NULL THEN RETURN; END IF;
  PERFORM pg_advisory_xact_lock(hashtext('tocsin.ensure_month'));
  FOREACH parent IN ARRAY ARRAY['articles', 'article_revisions', 'fold_members', 'story_members', 'matches', 'search_entries'] LOOP
    EXECUTE format('CREATE TABLE IF NOT EXISTS %I PARTITION OF %I FOR VALUES FROM (%L) TO (%L)',
                   parent || '_' || month, parent, first, next);
  END LOOP;
  EXECUTE format('ALTER TABLE %I SET (toast_tuple_target = 128)', 'search_entries_' || month);
END $$;

SELECT ensure_month(to_date(right(c.relname, 7), 'YYYY_MM')::timestamp AT TIME ZONE 'UTC')
  FROM pg_inherits AS i JOIN pg_class AS c ON c.oid = i.inhrelid WHERE i.inhparent = 'articles'::regclass;
