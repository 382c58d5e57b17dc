import { setTimeout as sleep } from 'node:timers/promises';
import type { PgPool, PgPoolClient } from 'bullmq';
import type pg from 'pg';
import type { ReportError } from './backend.ts';
import { isSchemaGone } from './postgresSchema.ts';
import { watched } from './watchedClient.ts';

const pauseMs = 1000;

/** One pool, seen in two ways. */
export interface PoolViews {
  /** For wakes: fails at once. */
  readonly prompt: PgPool;
  /**
   * For a worker: a failure takes a second, until the worker closes. BullMQ asks again without pause after every error but
   * a refused connection, so a server that is starting up would have a busy loop at its door.
   */
  patient(closing: AbortSignal): PgPool;
}

/** A dropped schema is made again by whoever misses it first; the wake-ups in it are lost, and the sweeper's follow. */
export function createPoolViews(pool: pg.Pool, migrate: () => Promise<void>, reportError: ReportError): PoolViews {
  let migrating: Promise<void> | null = null;
  const mend = () => {
    migrating ??= migrate().finally(() => {
      migrating = null;
    });
    return migrating;
  };
  const failed = async (error: unknown): Promise<never> => {
    if (isSchemaGone(error)) await mend().catch(reportError);
    throw error;
  };
  const view = (fail: (error: unknown) => Promise<never>): PgPool => ({
    query: (text, params) => pool.query(text, [...(params ?? [])]).catch(fail),
    // It is one: BullMQ types its queries' values as readonly, which pg does not.
    connect: () => pool.connect().then(watched, fail) as Promise<pg.PoolClient & PgPoolClient>,
    end: () => pool.end(),
    // The pool's errors are reported once, not by every queue on it.
    on() {
      return this;
    },
    removeAllListeners() {
      return this;
    },
  });
  return {
    prompt: view(failed),
    patient: (closing) =>
      view(async (error) => {
        await sleep(pauseMs, undefined, { signal: closing }).catch(() => undefined);
        return failed(error);
      }),
  };
}
