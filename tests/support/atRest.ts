import { startEmbedded } from '../../src/adapters/store/embedded/embeddedServer.ts';
import { openSession } from '../../src/adapters/store/session.ts';
import { silentLog } from './silentLog.ts';
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
  const server = await startEmbedded({ dataDir, log: silentLog });
  const session = await openSession(server.connectionString);
  let left: Left | undefined;
  try {
    await waitFor(
      async () => {
        [left] = await session.query<Left>(
          `SELECT (SELECT count(*) FROM articles)::integer AS articles,
                  (SELECT count(*) FROM pipeline_items)::integer AS "underWay",
                  (SELECT count(*) FROM deliveries WHERE state IN ('pending', 'retrying'))::integer AS unsent`,
        );
        return left !== undefined && left.articles >= articles && left.underWay + left.unsent === 0;
      },
      { withinMs: 120_000, state: () => `${JSON.stringify(left)}\n${state()}` },
    );
  } finally {
    await session.close();
    await server.leave();
  }
}
