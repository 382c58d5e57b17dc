import type { HostHolds } from '../../../ports/hostHolds.ts';
import type { Database } from '../database.ts';

export function createHostHolds(db: Database): HostHolds {
  return {
    async hold(host, until, reason) {
      await db.execute(
        `INSERT INTO host_holds (host, held_until, reason) VALUES ($1, $2, $3)
         ON CONFLICT (host) DO UPDATE SET held_until = greatest(host_holds.held_until, excluded.held_until), reason = excluded.reason`,
        [host, until, reason],
      );
    },
    async heldUntil(host, now) {
      const [hold] = await db.query<{ heldUntil: Date }>(
        'SELECT held_until AS "heldUntil" FROM host_holds WHERE host = $1 AND held_until > $2',
        [host, now],
      );
      return hold?.heldUntil ?? null;
    },
  };
}
