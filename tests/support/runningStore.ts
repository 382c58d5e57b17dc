import { startEmbedded } from '../../src/adapters/store/embedded/embeddedServer.ts';
import { openSession, type Session } from '../../src/adapters/store/session.ts';
import { silentLog } from './silentLog.ts';

/** Looks into the embedded database of a running service, over a connection of its own. */
export async function inRunningStore<T>(dataDir: string, look: (session: Session) => Promise<T>): Promise<T> {
  const server = await startEmbedded({ dataDir, log: silentLog });
  try {
    const session = await openSession(server.connectionString);
    return await look(session).finally(session.close);
  } finally {
    await server.leave();
  }
}
