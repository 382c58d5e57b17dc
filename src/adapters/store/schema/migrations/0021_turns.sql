-- Feeds take turns: what one of them brings by the thousand holds up no other. An article's turn in the line that it waits in is
-- given when it enters the line (src/adapters/store/shared/turns.ts); its sequence decides between equal turns. A new sequence is
-- given when the story step has placed the article, so that members of stories stand in the order in which they were placed.
ALTER TABLE pipeline_items
  ADD COLUMN feed_id    bigint,                            -- that brought the revision
  ADD COLUMN is_backlog boolean NOT NULL DEFAULT false,    -- too old to be an alert when it appeared: after all that is not
  ADD COLUMN turn       bigint  NOT NULL DEFAULT 0,
  -- Between matching and placing nobody stands in line anew.
  ADD COLUMN line       text    NOT NULL GENERATED ALWAYS AS (CASE step WHEN 'story' THEN 'match' ELSE step END) STORED;

-- What is on its way keeps its order.
UPDATE pipeline_items AS i
   SET feed_id = coalesce((SELECT coalesce(r.feed_id, a.feed_id)
                             FROM articles AS a JOIN article_revisions AS r ON r.article_id = a.id AND r.seen_at = a.seen_at
                            WHERE a.id = i.article_id AND a.seen_at = i.seen_at AND r.revision = i.revision), 0);
ALTER TABLE pipeline_items ALTER COLUMN feed_id SET NOT NULL;

DROP INDEX pipeline_items_waiting;
CREATE INDEX pipeline_items_waiting ON pipeline_items (step, is_backlog, turn, sequence) WHERE quarantined_at IS NULL;
CREATE INDEX pipeline_items_of_feed ON pipeline_items (feed_id, line, is_backlog, turn, sequence);
