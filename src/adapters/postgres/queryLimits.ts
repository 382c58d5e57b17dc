import type pg from 'pg';

/** How long PostgreSQL is waited for, in milliseconds. */
export const queryLimits = {
  /** Connecting and signing in, and waiting for a free connection of the pool. */
  connectMs: 10_000,
  /** One statement of the service. */
  usualMs: 30_000,
  /** What reads or writes much at once: a health round, a take-over by the story writer, applying a file, a command. */
  longMs: 5 * 60_000,
  /** Migrations and retention, which may rewrite or search whole tables. */
  maintenanceMs: 2 * 3_600_000,
  /** One statement of the queue. */
  queueMs: 5000,
  /** The first statement on a new connection, the roll-back, and the farewell. */
  shortMs: 5000,
} as const;

/** The driver takes a limit with each query; its types do not know that. */
export interface LimitedQuery extends pg.QueryConfig {
  readonly query_timeout: number;
}

/** The server gives up this much earlier, so that a slow statement ends there, with its reason, and the connection stays good. */
const serverLeadMs = 2000;

const serverLimitMs = (limitMs: number): number => Math.max(limitMs - serverLeadMs, limitMs / 2);

/** A dead connection is found out after idle + interval * count seconds. The server uses it to free what a lost client held. */
const serverKeepAlive = `SET tcp_keepalives_idle = 10; SET tcp_keepalives_interval = 5; SET tcp_keepalives_count = 3`;

/** TCP asks an idle peer after this time whether it is still there, then each second; ten missing answers end the connection. */
export const keepAliveAfterMs = 10_000;

/**
 * What a new connection begins with. Statements, because poolers refuse such things among the start-up parameters; none of
 * them is needed for the service to be right, so a pooler in transaction mode may lose them.
 */
export const connectionSetup = (limitMs: number): string =>
  `SET statement_timeout = ${serverLimitMs(limitMs)}; ${serverKeepAlive}`;

/** Begins a transaction whose statements, and the pauses between them, the server limits; also behind a pooler. */
export const beginWithin = (limitMs: number): string =>
  `BEGIN; SET LOCAL statement_timeout = ${serverLimitMs(limitMs)}; SET LOCAL idle_in_transaction_session_timeout = ${limitMs}`;
