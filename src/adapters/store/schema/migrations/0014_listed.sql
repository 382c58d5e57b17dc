-- What people are shown, count and export: everything but what is built in (the canary's own rows). Lists read these views, so
-- that no query has to remember the exception. A view keeps the columns that its table has now: a migration that adds a
-- column to one of these tables makes its view anew (CREATE OR REPLACE VIEW).

CREATE VIEW listed_feeds AS SELECT * FROM feeds WHERE NOT built_in;
CREATE VIEW listed_articles AS SELECT * FROM articles WHERE feed_id NOT IN (SELECT id FROM feeds WHERE built_in);

CREATE VIEW listed_rules AS SELECT * FROM rules WHERE NOT built_in;
CREATE VIEW listed_rule_revisions AS SELECT * FROM rule_revisions WHERE rule_id IN (SELECT id FROM listed_rules);
CREATE VIEW listed_rule_sets AS
  SELECT * FROM rule_sets AS s
   WHERE NOT EXISTS (SELECT FROM rule_revisions AS v JOIN rules AS r ON r.id = v.rule_id
                      WHERE v.from_set = s.number AND r.built_in);

CREATE VIEW listed_stories AS SELECT * FROM stories WHERE NOT built_in;
CREATE VIEW listed_subscribers AS SELECT * FROM subscribers WHERE NOT built_in;
CREATE VIEW listed_subscriptions AS
  SELECT * FROM subscriptions WHERE subscriber_id IN (SELECT id FROM listed_subscribers);
