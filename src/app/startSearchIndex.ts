import { createSearchIndexStore } from '../adapters/store/history/searchIndexing.ts';
import { indexArticles } from '../pipeline/history/indexArticles.ts';
import { startRounds } from '../pipeline/shared/startRounds.ts';
import type { AppContext } from './context.ts';

const everyMs = 10_000;

/** Keeps the index of stored articles complete. Returns what stops it, after the page under way. */
export function startSearchIndex({ db, clock, log }: AppContext): () => Promise<void> {
  const stopping = new AbortController();
  const deps = { store: createSearchIndexStore(db), clock };
  const stop = startRounds(() => indexArticles(deps, stopping.signal), {
    everyMs,
    failed: (error) => log.error({ err: error }, 'indexing stored articles failed; it will be retried'),
  });
  return () => {
    stopping.abort();
    return stop();
  };
}
