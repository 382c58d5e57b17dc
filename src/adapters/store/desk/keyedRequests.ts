import { dayMs, minuteMs } from '../../../domain/basics/time.ts';
import type { IdempotentRequests, KeptResponse, KeyedRequest, KeyOutcome } from '../../../ports/idempotentRequests.ts';
import type { Database } from '../database.ts';

/** A key is known for so long. */
const keptMs = dayMs;
/** Whoever has not settled by then is gone: the request may be tried again. */
const workedOnMs = minuteMs;

/** The requests of the API that make something, by caller and key. */
export const createKeyedRequests = (db: Database): IdempotentRequests => ({
  begin: (request) => begin(db, request),
  settle: (request, response) => settle(db, request, response),
});

interface KeptRow {
  readonly requestHash: Buffer;
  readonly response: KeptResponse | null;
}

async function begin(db: Database, { caller, key, requestHash, at }: KeyedRequest): Promise<KeyOutcome> {
  const taken = await db.query(
    `INSERT INTO keyed_requests AS k (caller, key, request_hash, began_at) VALUES ($1, $2, $3, $4)
     ON CONFLICT (caller, key) DO UPDATE SET request_hash = excluded.request_hash, began_at = excluded.began_at, response = NULL
      WHERE k.began_at <= $5 OR (k.response IS NULL AND k.began_at <= $6 AND k.request_hash = excluded.request_hash)
     RETURNING key`,
    [caller, key, requestHash, at, new Date(at.getTime() - keptMs), new Date(at.getTime() - workedOnMs)],
  );
  if (taken.length > 0) return { kind: 'first' };
  const [kept] = await db.query<KeptRow>(
    'SELECT request_hash AS "requestHash", response FROM keyed_requests WHERE caller = $1 AND key = $2',
    [caller, key],
  );
  if (kept === undefined) return { kind: 'in progress' };
  if (!kept.requestHash.equals(requestHash)) return { kind: 'other request' };
  return kept.response === null ? { kind: 'in progress' } : { kind: 'answered', response: kept.response };
}

async function settle(db: Database, { caller, key, at }: KeyedRequest, response: KeptResponse | null): Promise<void> {
  if (response === null)
    await db.execute('DELETE FROM keyed_requests WHERE caller = $1 AND key = $2 AND began_at = $3', [caller, key, at]);
  else
    await db.execute('UPDATE keyed_requests SET response = $4 WHERE caller = $1 AND key = $2 AND began_at = $3', [
      ...[caller, key, at],
      JSON.stringify(response),
    ]);
}

/** Keys that nobody may count on any more. */
export const forgetKeyedRequests = (db: Database, now: Date): Promise<number> =>
  db.execute('DELETE FROM keyed_requests WHERE began_at <= $1', [new Date(now.getTime() - keptMs)]);
