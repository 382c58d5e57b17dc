-- A key that several items have in common names none of them; it keeps the article that it led to before (0: none).
-- title: title and date, or the title alone, within a feed, by which items are known that have no other key to themselves.
ALTER TABLE article_identities ADD COLUMN is_shared boolean NOT NULL DEFAULT false;
INSERT INTO article_identities (kind, scope, key, article_id, last_seen_at, is_shared)
SELECT 'link', '', key, 0, last_seen_at, true FROM article_identities WHERE kind = 'shared'
    ON CONFLICT (kind, scope, key) DO UPDATE SET is_shared = true, last_seen_at = excluded.last_seen_at;
DELETE FROM article_identities WHERE kind = 'shared';
ALTER TABLE article_identities DROP CONSTRAINT article_identities_kind_check;
ALTER TABLE article_identities
  ADD CONSTRAINT article_identities_kind_check CHECK (kind IN ('guid', 'link', 'fingerprint', 'headline', 'title'));

-- The date under which the feed serves the article, and since when: a date that changes at every poll is that of the request.
ALTER TABLE served_texts
  ADD COLUMN published_at timestamptz,
  ADD COLUMN dated_at     timestamptz;

-- A text that the article, or an earlier one of the outlet, had before, published again under a later date.
ALTER TABLE article_revisions ADD COLUMN is_reissue boolean NOT NULL DEFAULT false;

-- What a copy was folded into is shown.
CREATE INDEX fold_members_group ON fold_members (fold_group_id);
