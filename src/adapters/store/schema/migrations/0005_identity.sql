-- headline: title and path, within a feed, by which items are known again whose guids and addresses change at every poll.
-- shared: a link that several items had in common; it names no article (article_id 0).
ALTER TABLE article_identities DROP CONSTRAINT article_identities_kind_check;
ALTER TABLE article_identities
  ADD CONSTRAINT article_identities_kind_check CHECK (kind IN ('guid', 'link', 'fingerprint', 'headline', 'shared'));

-- The text of an article that each feed served last: a change is what differs from it.
CREATE TABLE served_texts (
  feed_id      bigint NOT NULL,
  article_id   bigint NOT NULL,
  content_hash bytea  NOT NULL,
  PRIMARY KEY (feed_id, article_id)
);
CREATE INDEX served_texts_article ON served_texts (article_id);

-- When the identities of the feed's document were last noted as seen: last_seen_at of its rows.
ALTER TABLE feeds
  ADD COLUMN keys_seen_at timestamptz,
  ADD COLUMN churned_at   timestamptz;  -- when items last came again under new guids and addresses
