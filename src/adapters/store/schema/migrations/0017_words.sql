-- Tables and columns are named by the words of the field.

-- The notification log: what each subscription was or is to be notified of, one row a key, for ever. message_id IS NULL: pending.
ALTER TABLE tellings RENAME TO notification_log;
ALTER TABLE notification_log RENAME COLUMN thing TO key;
ALTER TABLE notification_log RENAME COLUMN with_thing TO with_key;
ALTER INDEX tellings_pkey RENAME TO notification_log_pkey;
ALTER INDEX tellings_pending RENAME TO notification_log_pending;
ALTER INDEX tellings_of_story RENAME TO notification_log_of_story;

-- When a rule last notified a subscription of a story, and the figures of it that the subscription was last notified of.
ALTER TABLE told_stories RENAME TO notified_stories;
ALTER TABLE notified_stories RENAME COLUMN told_at TO notified_at;
ALTER INDEX told_stories_pkey RENAME TO notified_stories_pkey;
ALTER TABLE told_figures RENAME TO notified_figures;
ALTER INDEX told_figures_pkey RENAME TO notified_figures_pkey;

-- Found by a replay that notified nobody; a later one may.
ALTER TABLE matches RENAME COLUMN untold TO unnotified;

-- What a feed's document requests of those who poll it, and where permanent redirects lead. The view of feeds has the same columns.
ALTER TABLE feeds RENAME COLUMN asked_seconds TO requested_seconds;
ALTER TABLE feeds RENAME COLUMN moved_to TO redirected_to;
ALTER TABLE feeds RENAME COLUMN moving_to TO redirecting_to;
ALTER TABLE feeds RENAME COLUMN moving_polls TO redirect_polls;
ALTER TABLE feeds RENAME COLUMN moving_since TO redirect_since;
ALTER VIEW listed_feeds RENAME COLUMN asked_seconds TO requested_seconds;
ALTER VIEW listed_feeds RENAME COLUMN moved_to TO redirected_to;
ALTER VIEW listed_feeds RENAME COLUMN moving_to TO redirecting_to;
ALTER VIEW listed_feeds RENAME COLUMN moving_polls TO redirect_polls;
ALTER VIEW listed_feeds RENAME COLUMN moving_since TO redirect_since;
UPDATE feed_states SET state = 'quarantined' WHERE state = 'put aside';
UPDATE feed_states SET state = 'redirected' WHERE state = 'moved';

-- What was requested of a hub, and waits for the hub to verify it.
ALTER TABLE hub_subscriptions RENAME COLUMN asked TO requested;
ALTER TABLE hub_subscriptions RENAME COLUMN asked_at TO requested_at;
ALTER TABLE hub_subscriptions RENAME CONSTRAINT hub_subscriptions_asked_check TO hub_subscriptions_requested_check;

-- What articles on their way still wait for: changed, rise and fall are operators.
UPDATE pipeline_items
   SET text_matches = regexp_replace(text_matches::text, '"move": "(changed|rise|fall)"', '"operator": "\1"', 'g')::jsonb
 WHERE text_matches IS NOT NULL;

-- What the receiver of a mail or message responded.
ALTER TABLE deliveries RENAME COLUMN answer TO response;
ALTER TABLE notices RENAME COLUMN answer TO response;
