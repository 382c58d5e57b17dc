-- When a feed is believed to be gone (410), and when "not modified" is doubted.
ALTER TABLE feeds
  ADD COLUMN gone_since        timestamptz,                   -- 410 was said first, since it last responded with anything useful
  ADD COLUMN gone_polls        smallint NOT NULL DEFAULT 0,
  ADD COLUMN usual_gap_seconds real,                          -- between one poll that brings news and the next
  ADD COLUMN document_at       timestamptz,                   -- the last poll that brought a whole document
  ADD COLUMN last_failure      text;                          -- the kind of the last poll's failure; NULL: it did not fail
CREATE OR REPLACE VIEW listed_feeds AS SELECT * FROM feeds WHERE NOT built_in;
