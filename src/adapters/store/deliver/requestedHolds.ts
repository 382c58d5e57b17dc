import { grouped } from '../../../domain/basics/grouped.ts';
import type { RequestedHold, SettledDelivery } from '../../../pipeline/deliver/deliverStore.ts';
import type { Queryable } from '../database.ts';
import { holdTarget, type StandingHold } from '../shared/heldTargets.ts';
import { leasedTables } from '../shared/leasedTables.ts';
import { heldTargetOf } from '../shared/sendHolds.ts';
import { holdChannel, termsOf, waitForHold } from './settleSending.ts';
import type { SettledRow } from './suppressions.ts';

/**
 * Holds what the settlements of a batch ask to be held, each once, however many ask for it: when a mail server is down, all of them do.
 * How the holds stand now, by the ids of the deliveries; one that is new is so to the first of them only.
 */
export async function holdAsRequested(
  tx: Queryable,
  claims: readonly SettledDelivery[],
  rows: ReadonlyMap<number, SettledRow>,
  now: Date,
): Promise<ReadonlyMap<number, StandingHold>> {
  const requests = claims.flatMap(({ lease, settlement }) => requestsIn(settlement, rows.get(lease.id)));
  const held = new Map<number, StandingHold>();
  for (const alike of grouped(requests, holdOf).values()) {
    const ids = alike.map(({ row }) => row.id);
    const last = alike.at(-1);
    if (last === undefined) continue;
    const standing = await hold(tx, last, now);
    await waitForHold(tx, leasedTables.deliveries, ids, standing);
    for (const [place, id] of ids.entries()) held.set(id, { ...standing, isNew: standing.isNew && place === 0 });
  }
  return held;
}

interface Request {
  readonly row: SettledRow;
  readonly asks: RequestedHold;
  readonly reason: string;
  readonly isTry: boolean;
}

function requestsIn(settlement: SettledDelivery['settlement'], row: SettledRow | undefined): readonly Request[] {
  if (row === undefined || settlement.state !== 'retrying' || settlement.hold === null) return [];
  return [{ row, asks: settlement.hold, reason: settlement.response, isTry: settlement.isTry }];
}

const holdOf = ({ row, asks: { scope, afterSeconds }, isTry }: Request): string =>
  JSON.stringify([scope, scope === 'channel' ? row.channel : row.targetId, afterSeconds, isTry]);

function hold(tx: Queryable, { row, asks, reason, isTry }: Request, now: Date): Promise<StandingHold> {
  const terms = termsOf(asks, reason, now);
  if (asks.scope === 'channel') return holdChannel(tx, row.channel, terms);
  const target = heldTargetOf(row);
  // A setting of ours that is missing for two targets says nothing of the host that they have in common.
  return holdTarget(tx, 'send', isTry ? target : { ...target, host: null }, terms);
}
