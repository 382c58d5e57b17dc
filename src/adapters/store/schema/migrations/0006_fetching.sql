-- How feeds are asked for: what is remembered of their last answer, and where they have moved to.

ALTER TABLE feeds
  ADD COLUMN validators_from text,             -- the address that gave etag and last_modified: they are sent nowhere else
  ADD COLUMN document_hash   text,             -- of the bytes that were read last: the same are not read again
  ADD COLUMN reread_at       timestamptz,      -- from then on it is asked as if nothing were remembered
  ADD COLUMN moved_to        text,             -- asked instead of url, which stays what it is in the list
  ADD COLUMN moving_to       text,             -- permanent redirects led there of late,
  ADD COLUMN moving_polls    integer NOT NULL DEFAULT 0,  -- this many polls in a row,
  ADD COLUMN moving_since    timestamptz,      -- the first of them then
  -- Feeds of one host are polled one at a time.
  ADD COLUMN host            text    NOT NULL GENERATED ALWAYS AS
    (coalesce(lower(substring(coalesce(moved_to, url) FROM '^[A-Za-z]+:[/\\]*(?:[^/?#\\@]*@)?(\[[^\]]*\]|[^:/?#\\]*)')), '')) STORED;
CREATE INDEX feeds_of_host ON feeds (host);
