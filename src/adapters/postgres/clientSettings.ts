import pg from 'pg';
import type { OpenSockets } from './openSockets.ts';
import { keepAliveAfterMs, queryLimits } from './queryLimits.ts';

/** Where the server is, with user and password. A function where that may change: it is asked at each connect. */
export type ConnectionString = string | (() => string);

export const placeNow = (place: ConnectionString): string => (typeof place === 'string' ? place : place());

/** What all connections have in common; `limitMs` holds for each statement that has no limit of its own. */
export const clientSettings = (place: ConnectionString, sockets: OpenSockets, limitMs: number) => ({
  connectionString: placeNow(place),
  stream: sockets.open,
  keepAlive: true,
  keepAliveInitialDelayMillis: keepAliveAfterMs,
  connectionTimeoutMillis: queryLimits.connectMs,
  query_timeout: limitMs,
});

/** The pool makes its clients from settings that it has copied; these look anew where the server is. */
export const clientAt = (place: ConnectionString): (new (config?: pg.ClientConfig) => pg.Client) =>
  class extends pg.Client {
    constructor(config: pg.ClientConfig = {}) {
      super({ ...config, connectionString: placeNow(place) });
    }
  };
