import type pg from 'pg';

const beatMs = 10_000;

/**
 * A client that a worker listens on: nothing is asked over it, so it would not be noticed that the server fell silent. It is
 * asked every ten seconds; without an answer its connection ends, which BullMQ learns, and listens on another.
 */
export function watched(client: pg.PoolClient): pg.PoolClient {
  let isAsking = false;
  const timer = setInterval(async () => {
    if (isAsking) return;
    isAsking = true;
    await client.query('SELECT 1').catch(() => end(client));
    isAsking = false;
  }, beatMs);
  timer.unref();
  const stop = () => clearInterval(timer);
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
