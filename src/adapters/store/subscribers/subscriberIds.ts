import { comparedAddress } from '../../../domain/basics/mailAddress.ts';
import type { Queryable } from '../database.ts';

/** The number of the subscriber with that address, however it is written; null: there is none. */
export async function subscriberIdOf(db: Queryable, address: string): Promise<number | null> {
  const [row] = await db.query<{ id: number }>(
    'SELECT id FROM listed_subscribers WHERE address = $1 ORDER BY removed_at NULLS FIRST, id LIMIT 1',
    [comparedAddress(address)],
  );
  return row?.id ?? null;
}
