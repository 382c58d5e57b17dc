-- Articles of which the feed gives a summary only: their pages are read before they are matched.

ALTER TABLE feeds ADD COLUMN full_text boolean NOT NULL DEFAULT false;

-- What is matched instead of the feed's own text where the article's page was read: sentences that only the feed has, and from
-- page_start on the page's. No part of the content hash: a page makes no revision.
ALTER TABLE article_revisions
  ADD COLUMN feed_id    bigint,                   -- that brought this revision; null: as the article
  ADD COLUMN full_text  text,
  ADD COLUMN page_start integer,
  ADD COLUMN page_note  text,                     -- why the page was not read, or not taken
  ADD CHECK ((full_text IS NULL) = (page_start IS NULL));

ALTER TABLE pipeline_items
  DROP CONSTRAINT pipeline_items_step_check,
  ADD CONSTRAINT pipeline_items_step_check CHECK (step IN ('read', 'match', 'story', 'plan')),
  ADD COLUMN page_host  text,                     -- one page of a host is asked for at a time
  ADD COLUMN read_until timestamptz;              -- from then on the article goes on without its page
CREATE INDEX pipeline_items_reading ON pipeline_items (page_host) WHERE step = 'read';

-- Where a quote is of an article's page; null: of the feed's own words.
ALTER TABLE claims ADD COLUMN text_from text CHECK (text_from = 'page');
ALTER TABLE moves ADD COLUMN text_from text CHECK (text_from = 'page');

-- Hosts whose next page has to wait a moment.
CREATE TABLE page_pauses (
  host     text        PRIMARY KEY,
  ends_at  timestamptz NOT NULL
);
