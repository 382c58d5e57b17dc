-- How feeds are: what each usually brings, and what is wrong with it since when.

-- When it last brought an item that nobody had brought before; its first document does not count.
ALTER TABLE feeds ADD COLUMN last_new_at timestamptz;

-- New items by the UTC hour in which they came; hours without any have no row.
CREATE TABLE feed_hours (
  feed_id bigint      NOT NULL REFERENCES feeds,
  hour    timestamptz NOT NULL,
  created integer     NOT NULL CHECK (created > 0),
  PRIMARY KEY (feed_id, hour)
);
CREATE INDEX feed_hours_recent ON feed_hours (hour);

-- What is usual for it by the hour of the week, learned anew each day.
CREATE TABLE feed_norms (
  feed_id    bigint      PRIMARY KEY REFERENCES feeds,
  learned_at timestamptz NOT NULL,
  norm       jsonb       NOT NULL,
  own        integer     NOT NULL,           -- of the last week's items: nobody else had them
  borrowed   integer     NOT NULL            -- and those that other feeds had before
);

-- What a feed brought of late is asked for each feed.
CREATE INDEX articles_of_feed ON articles (feed_id, seen_at);

-- What is or was wrong with a feed. An open row is the present; its words change while it lasts.
CREATE TABLE feed_states (
  id         bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  feed_id    bigint      NOT NULL REFERENCES feeds,
  state      text        NOT NULL,
  since      timestamptz NOT NULL,
  until      timestamptz,
  calm_since timestamptz,                    -- nothing has kept it open since then
  says       text        NOT NULL,
  advice     text        NOT NULL
);
CREATE UNIQUE INDEX feed_states_open ON feed_states (feed_id, state) WHERE until IS NULL;

-- Work that one process at a time does now and then.
CREATE TABLE rounds (
  name    text        PRIMARY KEY,
  done_at timestamptz NOT NULL
);
INSERT INTO rounds (name, done_at) VALUES ('health', '-infinity');

-- Feeds that were polled before have a past.
UPDATE feeds SET last_new_at = (SELECT max(seen_at) FROM articles AS a WHERE a.feed_id = feeds.id AND a.seen_at > feeds.first_polled_at);
INSERT INTO feed_hours (feed_id, hour, created)
SELECT f.id, date_trunc('hour', a.seen_at, 'UTC'), count(*)
  FROM feeds AS f JOIN articles AS a ON a.feed_id = f.id AND a.seen_at > f.first_polled_at
 WHERE a.seen_at > f.last_new_at - interval '6 weeks'
 GROUP BY 1, 2;
