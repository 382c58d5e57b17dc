-- The changes of texts, newest first.
CREATE INDEX article_revisions_changed ON article_revisions (saved_at) WHERE revision > 1;
