-- The canary: an article of our own that goes the whole way every few minutes, to prove it. What is built in is nobody's:
-- no list, count or export has it.
ALTER TABLE feeds ADD COLUMN built_in boolean NOT NULL DEFAULT false;
ALTER TABLE rules ADD COLUMN built_in boolean NOT NULL DEFAULT false;
ALTER TABLE subscribers ADD COLUMN built_in boolean NOT NULL DEFAULT false;
ALTER TABLE stories ADD COLUMN built_in boolean NOT NULL DEFAULT false;

CREATE TABLE canary (
  is_only     boolean     PRIMARY KEY DEFAULT true CHECK (is_only),
  token       uuid,                              -- what the one under way carries
  sent_at     timestamptz NOT NULL,
  arrived_at  timestamptz,
  alarm_since timestamptz                        -- none has arrived for too long, and that was told
);
INSERT INTO canary (sent_at) VALUES ('-infinity');
