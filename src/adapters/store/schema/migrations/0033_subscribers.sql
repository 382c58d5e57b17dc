-- What lists of messages are read by. It stands with the delivery, so that no list joins 300,000 messages to find fifty.

ALTER TABLE deliveries
  ADD COLUMN created_at      timestamptz,   -- of its message
  ADD COLUMN subscription_id bigint,
  ADD COLUMN channel         text,          -- of its target
  ADD COLUMN rule_ids        text[],        -- that the message names as its reasons
  ADD COLUMN is_unlisted      boolean NOT NULL DEFAULT false,
  ADD COLUMN trail           jsonb   NOT NULL DEFAULT '[]';   -- what became of it before the last response, oldest first

CREATE FUNCTION rules_of_message(content jsonb) RETURNS text[] LANGUAGE sql IMMUTABLE AS $$
  SELECT coalesce(array_agg(DISTINCT reason ->> 'ruleId') FILTER (WHERE reason ->> 'ruleId' IS NOT NULL), '{}')
    FROM jsonb_array_elements(content -> 'entries') AS entry, jsonb_array_elements(entry -> 'reasons') AS reason
$$;

UPDATE deliveries AS d
   SET created_at = m.created_at, subscription_id = m.subscription_id, channel = t.channel,
       rule_ids = rules_of_message(m.content), is_unlisted = p.built_in
  FROM messages AS m
  JOIN subscriptions AS s ON s.id = m.subscription_id
  JOIN subscribers AS p ON p.id = s.subscriber_id, targets AS t
 WHERE m.id = d.message_id AND t.id = d.target_id;

CREATE FUNCTION note_listing() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    SELECT m.created_at, m.subscription_id, rules_of_message(m.content), p.built_in
      INTO NEW.created_at, NEW.subscription_id, NEW.rule_ids, NEW.is_unlisted
      FROM messages AS m
      JOIN subscriptions AS s ON s.id = m.subscription_id
      JOIN subscribers AS p ON p.id = s.subscriber_id
     WHERE m.id = NEW.message_id;
  END IF;
  SELECT t.channel INTO NEW.channel FROM targets AS t WHERE t.id = NEW.target_id;
  RETURN NEW;
END $$;
CREATE TRIGGER deliveries_note_listing BEFORE INSERT OR UPDATE OF target_id ON deliveries
  FOR EACH ROW EXECUTE FUNCTION note_listing();

ALTER TABLE deliveries ALTER COLUMN created_at SET NOT NULL, ALTER COLUMN subscription_id SET NOT NULL;

CREATE INDEX deliveries_newest ON deliveries (created_at DESC, id DESC) WHERE NOT is_unlisted;
CREATE INDEX deliveries_failed ON deliveries (created_at DESC, id DESC) WHERE state = 'rejected' AND NOT is_unlisted;
CREATE INDEX deliveries_unsettled ON deliveries (created_at DESC, id DESC) WHERE state IN ('pending', 'retrying') AND NOT is_unlisted;
CREATE INDEX deliveries_quarantined_newest ON deliveries (created_at DESC, id DESC) WHERE quarantined_at IS NOT NULL AND NOT is_unlisted;
CREATE INDEX deliveries_of_subscription ON deliveries (subscription_id, created_at DESC, id DESC);
CREATE INDEX deliveries_of_channel ON deliveries (channel, created_at DESC, id DESC) WHERE NOT is_unlisted;
CREATE INDEX deliveries_of_rule ON deliveries USING gin (rule_ids);

-- At most thirty; what is said again and again is one of them.
CREATE FUNCTION with_attempt(trail jsonb, at timestamptz, state text, response text) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT CASE
    WHEN trail -> -1 ->> 'state' = state AND trail -> -1 ->> 'response' = response
    THEN (trail - -1) || jsonb_build_array(
           trail -> -1 || jsonb_build_object('lastAt', at, 'times', coalesce((trail -> -1 ->> 'times')::integer, 1) + 1))
    ELSE (CASE WHEN jsonb_array_length(trail) >= 30 THEN trail - 0 ELSE trail END)
         || jsonb_build_array(jsonb_build_object('at', at, 'state', state, 'response', response))
  END
$$;

-- Subscribers are listed by name.
CREATE INDEX subscribers_by_name ON subscribers (lower(name), id) WHERE NOT built_in AND removed_at IS NULL;
