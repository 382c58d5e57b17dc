import type { HeldUp } from '../../../ports/consoleStore.ts';
import type { Queryable } from '../database.ts';
import { unsentStates } from '../shared/leasedTables.ts';
import { concernsTarget, isOfChannel } from '../shared/sendHolds.ts';

/** Channels first, then what was switched off, then what is held; the longest first. */
export const heldUpTargets = (db: Queryable): Promise<readonly HeldUp[]> => db.query<HeldUp>(heldUpSql);

const waitingFor = (which: string): string =>
  `(SELECT count(*) FROM deliveries AS d JOIN targets AS t ON t.id = d.target_id
     WHERE d.state IN ${unsentStates} AND ${which})`;

const heldUpSql = `
  SELECT NULL::bigint AS id, h.key AS channel, NULL AS name, 'held' AS state, h.since, h.held_until AS until, h.reason,
         ${waitingFor('t.channel = h.key')} AS waiting, 1 AS place
    FROM holds AS h WHERE ${isOfChannel}
  UNION ALL
  SELECT o.id, o.channel, o.key, 'suppressed', o.suppressed_at, NULL, o.suppressed_because, ${waitingFor('t.id = o.id')}, 2
    FROM targets AS o WHERE o.suppressed_at IS NOT NULL
  UNION ALL
  SELECT t.id, t.channel, t.key, 'held', h.since, h.held_until, h.reason,
         (SELECT count(*) FROM deliveries AS d WHERE d.target_id = t.id AND d.state IN ${unsentStates}), 3
    FROM targets AS t JOIN holds AS h ON h.scope <> 'channel' AND ${concernsTarget}
   WHERE t.suppressed_at IS NULL
   ORDER BY place, since, id`;
