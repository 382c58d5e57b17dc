-- The day that an article states for its count is a calendar date, which no time zone moves. `as_of` puts claims in order.
-- `inferred_before`: the instant of publication, where a day that was inferred from it makes `as_of` earlier.
ALTER TABLE claims ADD COLUMN as_of_day date, ADD COLUMN inferred_before timestamptz;

-- A move has one of `as_of` and `as_of_day`.
ALTER TABLE moves ADD COLUMN as_of_day date;

-- Until now a stated day was kept as its last second by UTC.
UPDATE claims SET as_of_day = (as_of AT TIME ZONE 'UTC')::date WHERE (as_of AT TIME ZONE 'UTC')::time = '23:59:59';
UPDATE moves SET as_of_day = (as_of AT TIME ZONE 'UTC')::date, as_of = NULL WHERE (as_of AT TIME ZONE 'UTC')::time = '23:59:59';
