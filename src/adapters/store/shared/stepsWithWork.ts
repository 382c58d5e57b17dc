import type { SweepStore } from '../../../pipeline/shared/sweepStore.ts';
import { type Step, steps } from '../../../ports/queue.ts';
import type { Database } from '../database.ts';
import { readable } from '../read/articlesToRead.ts';

const free = 'quarantined_at IS NULL AND (leased_until IS NULL OR leased_until < lease_now())';

export function createSweepStore(db: Database): SweepStore {
  return {
    async stepsWithWork(now) {
      const [work] = await db.query<Record<Step, boolean>>(
        `SELECT EXISTS (SELECT FROM feeds WHERE next_poll_at <= $1 AND removed_at IS NULL AND ended_at IS NULL AND ${free}) AS poll,
                EXISTS (SELECT FROM pipeline_items WHERE ${readable('$1')} AND ${free}) AS read,
                EXISTS (SELECT FROM pipeline_items WHERE step = 'match' AND ${free}) AS match,
                EXISTS (SELECT FROM pipeline_items WHERE step = 'story' AND ${free})
                OR EXISTS (SELECT FROM story_edits WHERE applied_at IS NULL AND refused IS NULL) AS story,
                EXISTS (SELECT FROM pipeline_items WHERE step = 'plan' AND ${free})
                OR EXISTS (SELECT FROM subscriptions WHERE next_due_at <= $1 AND removed_at IS NULL AND unsubscribed_at IS NULL AND ${free}) AS plan,
                EXISTS (SELECT FROM deliveries WHERE due_at <= $1 AND state IN ('pending', 'retrying') AND ${free})
                OR EXISTS (SELECT FROM notices WHERE due_at <= $1 AND state IN ('pending', 'retrying') AND ${free}) AS deliver`,
        [now],
      );
      return new Set(steps.filter((step) => work?.[step]));
    },
  };
}
