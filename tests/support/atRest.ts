import { inRunningStore } from './runningStore.ts';
import { waitFor } from './waitFor.ts';

interface Left {
  readonly articles: number;
  readonly underWay: number;
  readonly unsent: number;
}

/**
 * Looks into the embedded database of a running service until so many articles are saved, none is under way, and every
 * delivery is settled: whatever they were to tell, they have told.
 */
export async function comesToRest(dataDir: string, articles: number, state: () => string): Promise<void> {
  let left: Left | undefined;
  await inRunningStore(dataDir, (session) =>
    waitFor(
      async () => {
        [left] = await session.query<Left>(
          `SELECT (SELECT count(*) FROM articles)::integer AS articles,
                  (SELECT count(*) FROM pipeline_items)::integer AS "underWay",
                  (SELECT count(*) FROM deliveries WHERE state IN ('pending', 'retrying'))::integer AS unsent`,
        );
        return left !== undefined && left.articles >= articles && left.underWay + left.unsent === 0;
      },
      { withinMs: 120_000, state: () => `${JSON.stringify(left)}\n${state()}` },
    ),
  );
}
