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
CREATE OR REPLACE FUNCTION note_next_due() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  concerned bigint[] := ARRAY[]::bigint[];
BEGIN
  IF TG_OP <> 'DELETE' THEN concerned := concerned || NEW.target_id; END IF;
  IF TG_OP = 'DELETE' THEN concerned := concerned || OLD.target_id;
  ELSIF TG_OP = 'UPDATE' AND OLD.target_id <> NEW.target_id THEN concerned := concerned || OLD.target_id;
  END IF;
  PERFORM FROM targets WHERE id = ANY (concerned) ORDER BY id FOR UPDATE;
  UPDATE targets
     SET next_due_at = CASE WHEN suppressed_at IS NULL THEN
           (SELECT min(due_at) FROM deliveries
             WHERE target_id = targets.id AND state IN ('pending', 'retrying') AND quarantined_at IS NULL) END
   WHERE id = ANY (concerned);
  RETURN NULL;
END $$;

-- Notices go by mail, or where mail itself is what they tell of, by Slack. What ops were told of channels that are held.
ALTER TABLE notices ADD COLUMN channel text NOT NULL DEFAULT 'email';
CREATE TABLE told_holds (
  channel text        PRIMARY KEY,
  since   timestamptz NOT NULL,
  reason  text        NOT NULL
);
INSERT INTO rounds (name, done_at) VALUES ('sending', '-infinity');
