-- What was sent goes when it is older than RETENTION_DAYS. The notification log keeps its keys, so that nobody is notified twice, without what
-- they stood for: message_id stays as the mark that it was sent, though its message is gone.
ALTER TABLE notification_log
  DROP CONSTRAINT tellings_message_id_fkey,
  DROP CONSTRAINT tellings_check,
  ADD CHECK (entry IS NULL OR with_key IS NULL),
  ADD CHECK (entry IS NOT NULL OR with_key IS NOT NULL OR message_id IS NOT NULL);
