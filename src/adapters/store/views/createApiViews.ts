import type { ApiViews } from '../../../ports/apiViews.ts';
import type { Queryable } from '../database.ts';
import { auditSlice } from './auditSlices.ts';
import { readFeeds } from './feedViews.ts';
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
    const feeds = [...(await readFeeds(db, now))].sort((a, b) => a.id - b.id);
    return feeds.filter(({ id }) => after === null || id > after).slice(0, limit);
  },
  feed: async (id, now) => (await readFeeds(db, now)).find((feed) => feed.id === id) ?? null,
  subscribers: (slice) => subscribersSlice(db, slice),
  subscriber: (id) => subscriberById(db, id),
  stories: (slice) => storiesSlice(db, slice),
  story: (id) => storyInFull(db, id),
  audit: (slice) => auditSlice(db, slice),
});
