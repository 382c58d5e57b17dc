import type { ApiViews } from '../../../ports/apiViews.ts';
import type { Queryable } from '../database.ts';
import { readFeedsOf } from './feedViews.ts';
import { conceptByName, conceptsSlice, revisionsSlice, ruleInForce, rulesSlice } from './ruleSlices.ts';
import { storiesSlice, storyInFull } from './storySlices.ts';
import { subscriberById, subscribersSlice } from './subscriberSlices.ts';

/** What the API and the MCP server read; nothing here locks or writes. */
export const createApiViews = (db: Queryable): ApiViews => ({
  rules: (slice, now) => rulesSlice(db, slice, now),
  rule: (id, now) => ruleInForce(db, id, now),
  revisions: (ruleId, slice) => revisionsSlice(db, ruleId, slice),
  concepts: (slice) => conceptsSlice(db, slice),
  concept: (name) => conceptByName(db, name),
  async feeds({ after, limit }, now) {
    const page = await db.query<{ id: number }>(
      'SELECT id FROM listed_feeds WHERE removed_at IS NULL AND ($1::bigint IS NULL OR id > $1) ORDER BY id LIMIT $2',
      [after, limit],
    );
    return readFeedsOf(
      db,
      page.map(({ id }) => id),
      now,
    );
  },
  feed: async (id, now) => (await readFeedsOf(db, [id], now))[0] ?? null,
  subscribers: (slice) => subscribersSlice(db, slice),
  subscriber: (id) => subscriberById(db, id),
  stories: (slice) => storiesSlice(db, slice),
  story: (id) => storyInFull(db, id),
});
