-- Stories and their ledgers. Kept for good: what is copied here outlives the articles it comes from.

CREATE TABLE stories (
  id              bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  title           text        NOT NULL,           -- of the article that opened it
  opened_at       timestamptz NOT NULL,
  last_article_at timestamptz NOT NULL,           -- when the newest of its articles was published
  merged_into     bigint      REFERENCES stories  -- takes no more articles: they are of that one
);
CREATE INDEX stories_recent ON stories (last_article_at);

-- Which article revision is of which story, in the order in which they were taken: a writer that takes over reads them again.
CREATE TABLE story_members (
  sequence   bigint      PRIMARY KEY,             -- of the pipeline item it was
  article_id bigint      NOT NULL,
  revision   integer     NOT NULL,
  seen_at    timestamptz NOT NULL,
  story_id   bigint      NOT NULL REFERENCES stories,
  role       text        NOT NULL CHECK (role IN ('report', 'copy', 'revision')),
  at         timestamptz NOT NULL,                -- published, as far as it is known
  profile    json,                                -- of reports, while their story lives
  UNIQUE (article_id, revision)
);
CREATE INDEX story_members_of ON story_members (story_id, sequence);

-- What the ledgers are made of, in the order in which it came.
CREATE TABLE claims (
  id            bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  story_id      bigint      NOT NULL REFERENCES stories,
  article_id    bigint      NOT NULL,
  revision      integer     NOT NULL,
  kind          text        NOT NULL,
  min           bigint      NOT NULL,
  max           bigint,
  outlet        text        NOT NULL,
  authority     text        NOT NULL,             -- one key in all languages; empty: nobody is named
  rank          text        NOT NULL CHECK (rank IN ('official', 'organisation', 'witness')),
  attribution   text,
  is_about      boolean     NOT NULL,
  is_computed   boolean     NOT NULL,
  is_correction boolean     NOT NULL,
  is_denial     boolean     NOT NULL,             -- the article says that this count is not so
  as_of         timestamptz NOT NULL,
  quote         text        NOT NULL,
  claimed_at    timestamptz NOT NULL,
  withdrawn_at  timestamptz                       -- a later revision of the article says it no more, or says it again
);
CREATE INDEX claims_of_story ON claims (story_id, id);
CREATE INDEX claims_of_article ON claims (article_id) WHERE withdrawn_at IS NULL;

-- Stories that are put right by hand: asked for as a row, applied or refused by the story writer, in order.
CREATE TABLE story_edits (
  id         bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  kind       text        NOT NULL CHECK (kind IN ('merge', 'split')),
  story_id   bigint      NOT NULL REFERENCES stories,   -- the one that stays
  other_id   bigint      REFERENCES stories,            -- goes into it; of a split, what it opened
  articles   bigint[]    NOT NULL DEFAULT '{}',         -- that leave in a split; of an applied merge, that came along
  made_by    text        NOT NULL,
  reason     text        NOT NULL,
  made_at    timestamptz NOT NULL,
  tries      smallint    NOT NULL DEFAULT 0,
  applied_at timestamptz,
  refused    text,                                      -- why
  CHECK (kind = 'split' OR other_id IS NOT NULL),
  CHECK (applied_at IS NULL OR refused IS NULL)
);
CREATE INDEX story_edits_waiting ON story_edits (id) WHERE applied_at IS NULL AND refused IS NULL;
CREATE INDEX story_edits_of_story ON story_edits (story_id);
CREATE INDEX story_edits_of_other ON story_edits (other_id);

-- How the ledgers moved, and by which article revision, or edit. Preview and replay decide conditions on the ledger by these.
CREATE TABLE moves (
  id          bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  story_id    bigint      NOT NULL REFERENCES stories,
  article_id  bigint,
  revision    integer,
  edit_id     bigint      REFERENCES story_edits,
  kind        text        NOT NULL,
  from_min    bigint,
  from_max    bigint,
  to_min      bigint,
  to_max      bigint,
  attribution text,
  outlet      text,
  as_of       timestamptz,
  quote       text,
  moved_at    timestamptz NOT NULL,
  CHECK ((article_id IS NULL) = (edit_id IS NOT NULL) AND (article_id IS NULL) = (revision IS NULL))
);
CREATE INDEX moves_of_story ON moves (story_id, id);
CREATE INDEX moves_of_article ON moves (article_id, revision);

-- Which rules have matched a story, and which of their terms and concepts it has shown.
CREATE TABLE story_rules (
  story_id  bigint      NOT NULL REFERENCES stories,
  rule_id   text        NOT NULL REFERENCES rules,
  shown     text[]      NOT NULL,
  opened_at timestamptz NOT NULL,
  PRIMARY KEY (story_id, rule_id)
);

ALTER TABLE pipeline_items
  ADD COLUMN reading    jsonb,                    -- the figures of the text, until the story step has taken them
  ADD COLUMN story_id   bigint,
  ADD COLUMN story_news jsonb;                    -- what the article brings to its story, for planning
CREATE INDEX pipeline_items_of_story ON pipeline_items (story_id, sequence) WHERE step = 'plan';

-- ── What subscriptions know of stories ───────────────────────────────────────────────────────────────────────────────

-- One telling can tell several things; the first of them carries the entry, the others name it.
ALTER TABLE tellings
  ALTER COLUMN entry DROP NOT NULL,
  ADD COLUMN with_thing text,
  ADD COLUMN not_before timestamptz,              -- held by a cooldown until then
  ADD COLUMN story_id   bigint,
  ADD CHECK ((entry IS NULL) = (with_thing IS NOT NULL));
CREATE INDEX tellings_of_story ON tellings (story_id) WHERE story_id IS NOT NULL;

-- When a rule last spoke to a subscription of a story: its cooldown counts from there.
CREATE TABLE told_stories (
  subscription_id bigint      NOT NULL REFERENCES subscriptions,
  story_id        bigint      NOT NULL REFERENCES stories,
  rule_id         text        NOT NULL REFERENCES rules,
  told_at         timestamptz NOT NULL,
  held_until      timestamptz,                    -- something waits for the end of the cooldown
  PRIMARY KEY (subscription_id, story_id, rule_id)
);

-- The figures that a subscription was last told of a story: what alert.when compares with.
CREATE TABLE told_figures (
  subscription_id bigint NOT NULL REFERENCES subscriptions,
  story_id        bigint NOT NULL REFERENCES stories,
  kind            text   NOT NULL,
  min             bigint,
  max             bigint,
  PRIMARY KEY (subscription_id, story_id, kind)
);

-- The clock by which the feed writes the date, minutes east of UTC; null: UTC, or none is written.
ALTER TABLE article_revisions ADD COLUMN published_offset smallint;

-- What was matched before lacks its figures: it is matched again.
UPDATE pipeline_items SET step = 'match', text_matches = NULL WHERE step = 'story';
