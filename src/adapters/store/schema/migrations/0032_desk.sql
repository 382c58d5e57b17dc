-- The desk: what changed in the stories that rules watch, what each person has seen of it, and what people decide about a story.

-- A number for each change of a watched story, given by the story writer alone and so in the order in which they are committed.
CREATE SEQUENCE story_changes;

ALTER TABLE stories
  ADD COLUMN changed     bigint,                       -- its last change; null: no rule has matched it
  ADD COLUMN changed_at  timestamptz,
  ADD COLUMN headline    text,                         -- of the report that moved its ledger last; null: its title stands
  ADD COLUMN moved_kinds text[] NOT NULL DEFAULT '{}'; -- the figures that have moved
CREATE OR REPLACE VIEW listed_stories AS SELECT * FROM stories WHERE NOT built_in;
ALTER TABLE moves ADD COLUMN change bigint;
ALTER TABLE claims ADD COLUMN change bigint;

UPDATE stories AS s SET changed = n.place, changed_at = s.last_article_at
  FROM (SELECT id, row_number() OVER (ORDER BY last_article_at, id) AS place FROM stories
         WHERE id IN (SELECT story_id FROM story_rules)) AS n
 WHERE n.id = s.id;
SELECT setval('story_changes', greatest(max(changed), 1), count(changed) > 0) FROM stories;
UPDATE moves AS m SET change = s.changed FROM stories AS s WHERE s.id = m.story_id;
UPDATE claims AS c SET change = s.changed FROM stories AS s WHERE s.id = c.story_id;
UPDATE stories AS s SET moved_kinds = m.kinds
  FROM (SELECT story_id, array_agg(DISTINCT kind) AS kinds FROM moves GROUP BY story_id) AS m WHERE m.story_id = s.id;

CREATE INDEX stories_changed ON stories (changed) WHERE changed IS NOT NULL AND merged_into IS NULL;
CREATE INDEX stories_moved_kinds ON stories USING gin (moved_kinds);
CREATE INDEX stories_title ON stories USING gin (to_tsvector('simple', title || ' ' || coalesce(headline, '')));
CREATE INDEX moves_recent ON moves (moved_at, id);
CREATE INDEX story_edits_recent ON story_edits (made_at);

-- Up to which change a person has seen everything, and up to which of a single story.
CREATE TABLE desk_readers (
  person_id   bigint PRIMARY KEY REFERENCES people ON DELETE CASCADE,
  seen_change bigint NOT NULL
);
CREATE TABLE story_seen (
  person_id bigint NOT NULL REFERENCES people ON DELETE CASCADE,
  story_id  bigint NOT NULL REFERENCES stories,
  change    bigint NOT NULL,
  PRIMARY KEY (person_id, story_id)
);
CREATE INDEX story_seen_recent ON story_seen (person_id, change);

-- Who looks after a story. The version fences edits: of two people who take it at a time, one is told of the other.
CREATE TABLE story_attention (
  story_id        bigint      PRIMARY KEY REFERENCES stories,
  version         integer     NOT NULL,
  owner_id        bigint      REFERENCES people ON DELETE SET NULL,
  owner_name      text,
  owned_since     timestamptz,
  acknowledged_by text,
  acknowledged_at timestamptz,
  acknowledged_change bigint                           -- up to this change somebody has looked
);

-- While a mute holds, nobody is notified of the story: what comes is pending.
CREATE TABLE story_mutes (
  id         bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  story_id   bigint      NOT NULL REFERENCES stories,
  set_at     timestamptz NOT NULL,
  set_by     text        NOT NULL,
  reason     text        NOT NULL,
  until      timestamptz,                              -- null: until somebody ends it, or the figure moves
  kind       text,                                     -- the figure that ends it by moving
  by_percent integer     CHECK (by_percent > 0),
  by_count   bigint      CHECK (by_count > 0),
  base       bigint,                                   -- what the ledger said when it was set; null: nothing
  ended_at   timestamptz,
  ended_by   text,                                     -- null: it ended by itself
  CHECK ((kind IS NULL) = (by_percent IS NULL AND by_count IS NULL)),
  CHECK (by_percent IS NULL OR by_count IS NULL)
);
CREATE INDEX story_mutes_of_story ON story_mutes (story_id, id);

CREATE TABLE story_notes (
  id       bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  story_id bigint      NOT NULL REFERENCES stories,
  at       timestamptz NOT NULL,
  by_id    bigint      REFERENCES people ON DELETE SET NULL,
  by_name  text        NOT NULL,
  text     text        NOT NULL
);
CREATE INDEX story_notes_of_story ON story_notes (story_id, id);
CREATE INDEX story_notes_recent ON story_notes (at);

-- Corrections of a ledger by hand are edits, too; what they claim stands beside what articles claim.
ALTER TABLE story_edits
  DROP CONSTRAINT story_edits_kind_check,
  DROP CONSTRAINT story_edits_check,
  ADD COLUMN correction jsonb,
  ADD CHECK (kind IN ('merge', 'split', 'correct')),
  ADD CHECK (kind <> 'merge' OR other_id IS NOT NULL),
  ADD CHECK ((kind = 'correct') = (correction IS NOT NULL));
ALTER TABLE claims
  ALTER COLUMN article_id DROP NOT NULL,
  ALTER COLUMN revision DROP NOT NULL,
  ADD COLUMN edit_id bigint REFERENCES story_edits,
  ADD CHECK ((article_id IS NULL) = (edit_id IS NOT NULL) AND (article_id IS NULL) = (revision IS NULL));
