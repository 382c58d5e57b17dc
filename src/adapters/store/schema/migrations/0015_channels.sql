-- Which channels there are is known to the code (src/domain/digests/channels.ts), which checks files and what it saves: a new
-- channel needs no migration.
ALTER TABLE subscriptions DROP CONSTRAINT subscriptions_channel_check;
