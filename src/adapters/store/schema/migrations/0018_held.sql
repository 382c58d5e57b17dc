-- What the file applied or imported last held, by the names that plans use. What came in by other ways (feeds import, rules restore)
-- is not in it, so that an apply does not remove it unasked. NULL: not known, the file was applied before this was kept.
ALTER TABLE config_imports ADD COLUMN held text[];
