import type { Database } from '../../src/adapters/store/database.ts';
import { createSearchIndexStore } from '../../src/adapters/store/history/searchIndexing.ts';
import { createMatchStore } from '../../src/adapters/store/match/articlesToMatch.ts';
import { createRuleSource } from '../../src/adapters/store/rules/ruleSource.ts';
import { indexArticles } from '../../src/pipeline/history/indexArticles.ts';
import { matchWaiting } from '../../src/pipeline/match/matchArticles.ts';
import { createMatcherHere } from './matcherHere.ts';
import { silentLog } from './silentLog.ts';

const never = new AbortController().signal;

/** Matches all that waits against the rules in force, which indexes it. */
export const matchAll = (db: Database): Promise<void> => {
  const matcher = createMatcherHere(createRuleSource(db));
  return matchWaiting({ store: createMatchStore(db), matcher, wake: () => undefined, log: silentLog }, never);
};

/** Rounds of indexing at that time, until there is nothing left to index. */
export async function indexAll(db: Database, at: Date): Promise<void> {
  const store = createSearchIndexStore(db);
  do await indexArticles({ store, clock: { now: () => at } }, never);
  while ((await store.coverage())?.from !== null);
}
