import type { Database } from '../../src/adapters/store/database.ts';
import { keepTarget } from '../../src/adapters/store/deliver/targets.ts';
import { targetOf } from '../../src/domain/deliveries/target.ts';
import type { ChannelName } from '../../src/domain/digests/subscription.ts';
import { sampleAlert } from './samples.ts';
import { later, now, settle } from './world.ts';

export interface WaitingTarget {
  readonly channel: ChannelName;
  readonly target: string;
  /** Messages that wait for it. */
  readonly messages?: number;
  /** Minutes. */
  readonly dueAt?: number;
}

/** A subscription for each target, and the messages that wait for it, in this order. */
export async function makeWaiting(db: Database, targets: readonly WaitingTarget[]): Promise<void> {
  await settle(
    db,
    targets.map(({ channel, target }) => ({ channel, target })),
  );
  for (const [index, { channel, target, messages = 1, dueAt = 0 }] of targets.entries()) {
    const targetId = await keepTarget(db, targetOf({ channel, target }));
    await db.execute(
      `WITH made AS (
         INSERT INTO messages (id, subscription_id, kind, key, content, created_at)
         SELECT gen_random_uuid(), s.id, 'alert', each::text, $5::jsonb, $3
           FROM generate_series(1, $4) AS each, subscriptions AS s WHERE s.key = $6 RETURNING id)
       INSERT INTO deliveries (message_id, target_id, state, due_at) SELECT id, $1, 'pending', $2 FROM made`,
      [targetId, later(dueAt), now, messages, JSON.stringify(sampleAlert), `s${index}`],
    );
  }
  await db.execute(`UPDATE messages SET content = jsonb_set(content, '{id}', to_jsonb(id))`);
}
