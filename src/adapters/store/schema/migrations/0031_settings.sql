-- What is quarantined is few among many, and is looked for by itself.
CREATE INDEX deliveries_quarantined ON deliveries (id) WHERE quarantined_at IS NOT NULL;
CREATE INDEX notices_quarantined ON notices (id) WHERE quarantined_at IS NOT NULL;
CREATE INDEX pipeline_items_quarantined ON pipeline_items (sequence) WHERE quarantined_at IS NOT NULL;
