import type pg from 'pg';
import { watchConnection } from '../postgres/watchConnection.ts';

/** A client that a worker listens on. When the server falls silent, its connection ends, which BullMQ learns, and listens on another. */
export function watched(client: pg.PoolClient): pg.PoolClient {
  const stop = watchConnection(client, () => end(client));
  client.once('end', stop);
  const { release } = client;
  client.release = (error) => {
    stop();
    client.off('end', stop);
    release.call(client, error);
  };
  return client;
}

/** A query is under way, so that this ends the connection at once; the driver tells its listeners. */
const end = (client: pg.PoolClient): void => {
  client.emit('error', new Error('the server fell silent'));
};
