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
