import { secondsAfter } from '../../../domain/basics/time.ts';
import { holdPauseSeconds } from '../../../domain/deliveries/holdPause.ts';
import type { HeldTarget, Holds } from '../../../ports/holds.ts';
import type { Database, Queryable } from '../database.ts';
import { storable } from '../storable.ts';

export type HoldDirection = 'fetch' | 'send';

/** The holds on what is fetched: they stop nothing that is sent, and the reverse. */
export function createFetchHolds(db: Database): Holds {
  return {
    async hold(target, until, reason, now) {
      await db.transaction((tx) => holdTarget(tx, 'fetch', target, { until, reason, now }));
    },
    heldUntil: (target, now) => fetchHeldUntil(db, target, now),
    async proved({ key, host }, now) {
      await db.execute(`DELETE FROM holds WHERE direction = 'fetch' AND held_until <= $3 AND ${concernsKeys}`, [
        key,
        host,
        now,
      ]);
    },
  };
}

const concernsKeys = "(scope = 'target' AND key = $1 OR scope = 'host' AND key = $2)";

/** Until when the target, or its host, is not to be fetched. */
export async function fetchHeldUntil(db: Queryable, { key, host }: HeldTarget, now: Date): Promise<Date | null> {
  const [hold] = await db.query<{ heldUntil: Date | null }>(
    `SELECT max(held_until) AS "heldUntil" FROM holds
      WHERE direction = 'fetch' AND held_until > $3 AND ${concernsKeys}`,
    [key, host, now],
  );
  return hold?.heldUntil ?? null;
}

export interface HoldTerms {
  /** Null: as long as is right for a hold that has lasted since its start. */
  readonly until: Date | null;
  readonly reason: string;
  readonly now: Date;
}

/** A hold as it stands now. */
export interface StandingHold {
  readonly until: Date;
  readonly since: Date;
  readonly isNew: boolean;
}

/** What nobody asked for since then has no bearing on what is asked for now. */
const forgottenAfter = "interval '1 day'";

/**
 * Holds a target. Its host is held with the second target of it that asks, until the earlier of the two ends; and again when
 * the request that went first after that (the probe) is told the same.
 */
export async function holdTarget(
  tx: Queryable,
  direction: HoldDirection,
  { key, host }: HeldTarget,
  terms: HoldTerms,
): Promise<StandingHold> {
  const held = await holdKey(tx, { direction, scope: 'target', key, host }, terms);
  const hostUntil = host === null ? null : await hostHeldUntil(tx, direction, host, held.until, terms.now);
  if (host !== null && hostUntil !== null) {
    await holdKey(tx, { direction, scope: 'host', key: host, host }, { ...terms, until: hostUntil });
  }
  return held;
}

async function hostHeldUntil(
  tx: Queryable,
  direction: HoldDirection,
  host: string,
  until: Date,
  now: Date,
): Promise<Date | null> {
  const [state] = await tx.query<{ hasEnded: boolean | null; second: Date | null }>(
    `SELECT (SELECT held_until <= $3 FROM holds WHERE direction = $1 AND scope = 'host' AND key = $2) AS "hasEnded",
            (SELECT held_until FROM holds WHERE direction = $1 AND scope = 'target' AND host = $2 AND held_until > $3
              ORDER BY held_until DESC OFFSET 1 LIMIT 1) AS second`,
    [direction, host, now],
  );
  return state?.hasEnded === true ? until : (state?.second ?? null);
}

export interface HeldKey extends HeldTarget {
  readonly direction: HoldDirection;
  readonly scope: 'target' | 'host' | 'channel';
}

/** Until the later of what was asked. */
export async function holdKey(tx: Queryable, held: HeldKey, terms: HoldTerms): Promise<StandingHold> {
  const { direction, scope, key, host } = held;
  const { reason, now } = terms;
  await tx.execute(`DELETE FROM holds WHERE held_until < $1::timestamptz - ${forgottenAfter}`, [now]);
  const [row] = await tx.query<StandingHold>(
    `INSERT INTO holds (direction, scope, key, host, since, held_until, reason) VALUES ($1, $2, $3, $4, $5, $6, $7)
     ON CONFLICT (direction, scope, key)
     DO UPDATE SET held_until = greatest(holds.held_until, excluded.held_until), reason = excluded.reason, probe = NULL
     RETURNING held_until AS until, since, (xmax = 0) AS "isNew"`,
    [direction, scope, key, host, now, terms.until ?? (await pauseEnd(tx, held, now)), storable(reason)],
  );
  if (row === undefined) throw new Error('a hold was not saved');
  return row;
}

async function pauseEnd(tx: Queryable, { direction, scope, key }: HeldKey, now: Date): Promise<Date> {
  const [standing] = await tx.query<{ since: Date }>(
    'SELECT since FROM holds WHERE direction = $1 AND scope = $2 AND key = $3',
    [direction, scope, key],
  );
  const heldForSeconds = standing === undefined ? 0 : (now.getTime() - standing.since.getTime()) / 1000;
  return secondsAfter(now, holdPauseSeconds(heldForSeconds));
}
