-- Who left what stays out, whatever the subscribers file says: by the address, not by the subscription, which changes with its schedule and
-- its place in the file. Addresses are in the form in which they are compared (comparedAddress).
ALTER TABLE subscribers ADD COLUMN address text NOT NULL DEFAULT '';
ALTER TABLE subscriptions ADD COLUMN address text NOT NULL DEFAULT '';   -- of the target; that of other channels as it is
UPDATE subscribers SET address = lower(btrim(email)) WHERE NOT built_in;
UPDATE subscriptions SET address = CASE channel WHEN 'email' THEN lower(btrim(target)) ELSE target END
 WHERE subscriber_id IN (SELECT id FROM subscribers WHERE NOT built_in);
CREATE INDEX subscribers_by_address ON subscribers (address);
CREATE OR REPLACE VIEW listed_subscribers AS SELECT * FROM subscribers WHERE NOT built_in;
CREATE OR REPLACE VIEW listed_subscriptions AS
  SELECT * FROM subscriptions WHERE subscriber_id IN (SELECT id FROM listed_subscribers);

-- A subscription without an id of its own is known by its target, among others: as that is compared.
UPDATE subscriptions AS s SET key = replace(key, target, address)
 WHERE channel = 'email' AND target <> address AND key LIKE '% | %'
   AND NOT EXISTS (SELECT FROM subscriptions AS o WHERE o.subscriber_id = s.subscriber_id AND o.key = replace(s.key, s.target, s.address));

CREATE TABLE departures (
  address text        NOT NULL,
  channel text        NOT NULL,   -- '' for all
  rule_id text        NOT NULL,   -- '' for all; the rule may be gone
  left_at timestamptz NOT NULL,
  PRIMARY KEY (address, channel, rule_id)
);

-- What other subscriptions of that person brought by the same rules when they left one: these stay, for as long as they are sent as
-- often as then.
CREATE TABLE kept_rules (
  subscription_id bigint NOT NULL REFERENCES subscriptions ON DELETE CASCADE,
  rule_id         text   NOT NULL,
  every           text   NOT NULL,   -- of its schedule
  PRIMARY KEY (subscription_id, rule_id)
);

-- What of a subscription's rules its subscriber left; rule_id '': all.
CREATE VIEW left_rules AS
  SELECT s.id AS subscription_id, d.rule_id
    FROM subscriptions AS s
    JOIN subscribers AS p ON p.id = s.subscriber_id
    JOIN departures AS d ON d.address IN (p.address, s.address) AND d.channel IN ('', s.channel)
   WHERE NOT EXISTS (SELECT FROM kept_rules AS k
                      WHERE k.subscription_id = s.id AND k.rule_id = d.rule_id AND k.every = s.schedule->>'every');

-- The rules that a subscription is notified of.
CREATE VIEW subscribed_rules AS
  SELECT r.subscription_id, r.rule_id
    FROM subscription_rules AS r
   WHERE NOT EXISTS (SELECT FROM left_rules AS l WHERE l.subscription_id = r.subscription_id AND l.rule_id IN ('', r.rule_id));

-- Who unsubscribed so far.
INSERT INTO departures (address, channel, rule_id, left_at)
SELECT a.address, s.channel, r.rule_id, min(s.unsubscribed_at)
  FROM listed_subscriptions AS s
  JOIN subscribers AS p ON p.id = s.subscriber_id
  JOIN subscription_rules AS r ON r.subscription_id = s.id
 CROSS JOIN LATERAL (VALUES (p.address), (s.address)) AS a (address)
 WHERE s.unsubscribed_at IS NOT NULL
 GROUP BY 1, 2, 3;
INSERT INTO kept_rules (subscription_id, rule_id, every)
SELECT DISTINCT s.id, r.rule_id, s.schedule->>'every'
  FROM listed_subscriptions AS s
  JOIN subscribers AS p ON p.id = s.subscriber_id
  JOIN subscription_rules AS r ON r.subscription_id = s.id
  JOIN departures AS d ON d.address IN (p.address, s.address) AND d.channel = s.channel AND d.rule_id = r.rule_id
 WHERE s.unsubscribed_at IS NULL AND s.removed_at IS NULL AND p.removed_at IS NULL;
