-- Feeds that their publisher lets only some read: references (env:NAME) to the secrets that go with the request, never the secrets.

ALTER TABLE feeds ADD COLUMN credentials jsonb;
CREATE OR REPLACE VIEW listed_feeds AS SELECT * FROM feeds WHERE NOT built_in;
