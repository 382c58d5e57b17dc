-- Targets that are sent nothing any more, until somebody gives them back. refusals: in a row, of whatever was sent there;
-- unknown_recipients: messages in a row of which the mail server said that nobody is there.
ALTER TABLE targets
  ADD COLUMN refusals            integer NOT NULL DEFAULT 0,
  ADD COLUMN unknown_recipients  integer NOT NULL DEFAULT 0,
  ADD COLUMN suppressed_at       timestamptz,
  ADD COLUMN suppressed_because  text,
  ADD COLUMN suppression_told    boolean NOT NULL DEFAULT false,
  ADD CHECK ((suppressed_at IS NULL) = (suppressed_because IS NULL));
CREATE INDEX targets_suppressed ON targets (suppressed_at) WHERE suppressed_at IS NOT NULL;

-- How often this message was refused as one of many: by its target, whatever was sent there.
ALTER TABLE deliveries ADD COLUMN refusals integer NOT NULL DEFAULT 0;

-- Nothing is due to a suppressed target.
CREATE OR REPLACE FUNCTION earliest_due(target bigint) RETURNS timestamptz LANGUAGE plpgsql STABLE SET enable_seqscan = off AS $$
BEGIN
  IF EXISTS (SELECT FROM targets WHERE id = target AND suppressed_at IS NOT NULL) THEN RETURN NULL; END IF;
  RETURN (SELECT min(due_at) FROM deliveries
           WHERE target_id = target AND state IN ('pending', 'retrying') AND quarantined_at IS NULL);
END $$;

-- Notices go by mail, or where mail itself is what they tell of, by Slack. What ops were told of channels that are held.
ALTER TABLE notices ADD COLUMN channel text NOT NULL DEFAULT 'email';
CREATE TABLE told_holds (
  channel text        PRIMARY KEY,
  since   timestamptz NOT NULL,
  reason  text        NOT NULL
);
INSERT INTO rounds (name, done_at) VALUES ('sending', '-infinity');
