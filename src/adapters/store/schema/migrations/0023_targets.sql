-- Where messages go: the lanes of sending are kept by target. next_due_at: when the earliest of its waiting deliveries is due;
-- NULL: none waits. A trigger keeps it, so that a claim reads one row a target, however many deliveries wait behind it.
CREATE TABLE targets (
  id          bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  channel     text        NOT NULL,
  key         text        NOT NULL,              -- an address, a URL without what may be secret in it, or a reference
  host        text,
  next_due_at timestamptz,
  failures    integer     NOT NULL DEFAULT 0,    -- sendings in a row that failed; 0 after one that succeeded
  UNIQUE (channel, key)
);
CREATE INDEX targets_due ON targets (channel, (failures > 0), next_due_at) WHERE next_due_at IS NOT NULL;

ALTER TABLE deliveries ADD COLUMN target_id bigint REFERENCES targets;

-- A claim puts the key right, which hides no more than it has to.
INSERT INTO targets (channel, key)
SELECT DISTINCT s.channel, CASE WHEN s.channel = 'email' THEN lower(s.target) ELSE md5(s.target) END
  FROM deliveries AS d JOIN messages AS m ON m.id = d.message_id JOIN subscriptions AS s ON s.id = m.subscription_id;
UPDATE deliveries AS d
   SET target_id = t.id
  FROM messages AS m JOIN subscriptions AS s ON s.id = m.subscription_id
       JOIN targets AS t ON t.channel = s.channel AND t.key = CASE WHEN s.channel = 'email' THEN lower(s.target) ELSE md5(s.target) END
 WHERE m.id = d.message_id;
ALTER TABLE deliveries ALTER COLUMN target_id SET NOT NULL;

DROP INDEX deliveries_due;
CREATE INDEX deliveries_waiting ON deliveries (target_id, due_at) WHERE state IN ('pending', 'retrying') AND quarantined_at IS NULL;
CREATE INDEX deliveries_in_hand ON deliveries (target_id) WHERE leased_until IS NOT NULL;

-- The earliest that waits for a target. A plan that was made while the table was small must not search it when it has grown.
CREATE FUNCTION earliest_due(target bigint) RETURNS timestamptz LANGUAGE plpgsql STABLE SET enable_seqscan = off AS $$
BEGIN
  RETURN (SELECT min(due_at) FROM deliveries
           WHERE target_id = target AND state IN ('pending', 'retrying') AND quarantined_at IS NULL);
END $$;

-- The row of the target is locked first: whoever comes second sees the delivery of the first. It is written only where it
-- changes: one statement may touch thousands of deliveries of a target.
CREATE FUNCTION note_next_due() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  concerned bigint;
  known timestamptz;
  earliest timestamptz;
BEGIN
  FOREACH concerned IN ARRAY CASE TG_OP
    WHEN 'INSERT' THEN ARRAY[NEW.target_id]
    WHEN 'DELETE' THEN ARRAY[OLD.target_id]
    ELSE ARRAY[least(OLD.target_id, NEW.target_id), nullif(greatest(OLD.target_id, NEW.target_id), least(OLD.target_id, NEW.target_id))]
  END LOOP
    CONTINUE WHEN concerned IS NULL;
    SELECT next_due_at INTO known FROM targets WHERE id = concerned FOR UPDATE;
    earliest := CASE WHEN TG_OP = 'INSERT' AND NEW.due_at >= known THEN known ELSE earliest_due(concerned) END;
    IF earliest IS DISTINCT FROM known THEN
      UPDATE targets SET next_due_at = earliest WHERE id = concerned;
    END IF;
  END LOOP;
  RETURN NULL;
END $$;
CREATE TRIGGER deliveries_note_next_due
  AFTER INSERT OR DELETE OR UPDATE OF state, due_at, quarantined_at, target_id ON deliveries
  FOR EACH ROW EXECUTE FUNCTION note_next_due();
UPDATE targets SET next_due_at = earliest_due(id);

-- What is to be left alone until then: a target (a feed, an address that messages go to), a host, or a channel of ours. A hold
-- that has ended stays until a request succeeded; meanwhile one goes at a time, whose delivery is the probe.
CREATE TABLE holds (
  direction  text        NOT NULL CHECK (direction IN ('fetch', 'send')),
  scope      text        NOT NULL CHECK (scope IN ('target', 'host', 'channel')),
  key        text        NOT NULL,
  host       text,
  since      timestamptz NOT NULL,
  held_until timestamptz NOT NULL,
  reason     text        NOT NULL,
  probe      bigint,
  PRIMARY KEY (direction, scope, key)
);
INSERT INTO holds (direction, scope, key, host, since, held_until, reason)
SELECT direction, 'host', host, host, held_until, held_until, reason FROM host_holds, unnest(ARRAY['fetch', 'send']) AS direction;
DROP TABLE host_holds;
