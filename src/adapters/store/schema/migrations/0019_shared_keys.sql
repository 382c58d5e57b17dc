-- title: title and date, within a feed, by which items are known whose guid and link other items have as well.
-- shared: a link (no scope) or a guid (in its feed) that several items had in common; it names no article (article_id 0).
ALTER TABLE article_identities DROP CONSTRAINT article_identities_kind_check;
ALTER TABLE article_identities
  ADD CONSTRAINT article_identities_kind_check
  CHECK (kind IN ('guid', 'link', 'fingerprint', 'headline', 'title', 'shared'));
