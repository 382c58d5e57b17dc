import type { Database } from '../database.ts';

/** What can be put aside after repeated crashes, by the name that ops know it by. */
const tables = {
  feeds: 'feeds',
  articles: 'pipeline_items',
  subscriptions: 'subscriptions',
  deliveries: 'deliveries',
  notices: 'notices',
  hubs: 'hub_subscriptions',
} as const;

export type PutAsideKind = keyof typeof tables;
export const putAsideKinds = Object.keys(tables) as readonly PutAsideKind[];

/** Gives back to their steps what was put aside, with the crashes forgotten; how many rows. */
export const releasePutAside = (db: Database, kind: PutAsideKind): Promise<number> =>
  db.execute(`UPDATE ${tables[kind]} SET quarantined_at = NULL, unsettled_claims = 0 WHERE quarantined_at IS NOT NULL`);
