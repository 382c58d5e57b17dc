-- How often a feed brings something new, and what its document asks of those who poll it.
ALTER TABLE feeds
  ADD COLUMN items_per_hour real,                               -- as we saw it, the last day counting most
  ADD COLUMN asked_seconds  integer,                            -- by ttl or sy:updatePeriod
  ADD COLUMN skip_hours     smallint[] NOT NULL DEFAULT '{}',   -- GMT
  ADD COLUMN skip_days      smallint[] NOT NULL DEFAULT '{}',   -- 0: Sunday
  ADD COLUMN outrun_at      timestamptz;                        -- a whole page was new: items may have come and gone between two polls
