-- Subscribers are listed by name.
CREATE INDEX subscribers_by_name ON subscribers (lower(name), id) WHERE NOT built_in AND removed_at IS NULL;
