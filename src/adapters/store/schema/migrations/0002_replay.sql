-- Stored articles are read again in the order in which they were saved: a preview from the newest on, a replay from the oldest.
CREATE INDEX article_revisions_saved ON article_revisions (saved_at, article_id, revision);

-- Found by a replay that told nobody; a later one may tell of it.
ALTER TABLE matches ADD COLUMN untold boolean NOT NULL DEFAULT false;
