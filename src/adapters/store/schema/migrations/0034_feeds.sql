-- Feeds on the desk: edits that are fenced by a version, pauses, and what the last polls came to.

ALTER TABLE feeds
  ADD COLUMN version      integer     NOT NULL DEFAULT 1,   -- raised by every edit of what people set
  ADD COLUMN paused_at    timestamptz,                      -- not polled from then on
  ADD COLUMN paused_until timestamptz,                      -- NULL: until somebody resumes it
  ADD COLUMN paused_by    text,
  ADD COLUMN pause_why    text;
CREATE OR REPLACE VIEW listed_feeds AS SELECT * FROM feeds WHERE NOT built_in;

-- Whether the hours of its week are known is asked of every feed; the norm itself of few.
ALTER TABLE feed_norms ADD COLUMN weeks real GENERATED ALWAYS AS ((norm->>'weeks')::real) STORED;

-- What the last polls of a feed came to: twenty rows a feed, written over in turn. Polls in a row that came to the same are one.
CREATE TABLE feed_polls (
  feed_id  bigint      NOT NULL REFERENCES feeds ON DELETE CASCADE,
  slot     smallint    NOT NULL CHECK (slot BETWEEN 0 AND 19),
  number   bigint      NOT NULL,                            -- counts on; slot is its rest
  first_at timestamptz NOT NULL,
  last_at  timestamptz NOT NULL,
  times    integer     NOT NULL,
  kind     text        NOT NULL CHECK (kind IN ('document', 'unchanged', 'held', 'failed', 'returned', 'ended')),
  reason   text,                                            -- of a failure
  says     text,
  items    integer,                                         -- of a document, and those of them that were new or changed
  created  integer,
  revised  integer,
  PRIMARY KEY (feed_id, slot)
) WITH (fillfactor = 70);
