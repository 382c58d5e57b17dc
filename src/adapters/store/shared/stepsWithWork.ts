import type { SweepStore } from '../../../pipeline/shared/sweepStore.ts';
import { type Step, steps } from '../../../ports/queue.ts';
import type { Database } from '../database.ts';
import { allLeased, isWaitingEdit, type LeasedTable } from './leasedTables.ts';
import { isFree } from './leases.ts';
import { hasSendable } from './sendable.ts';

export function createSweepStore(db: Database): SweepStore {
  return {
    async stepsWithWork(now) {
      const [work] = await db.query<Record<Step, boolean>>(stepsWithWorkSql, [now]);
      return new Set(steps.filter((step) => work?.[step]));
    },
  };
}

/** Deliveries are found by their targets: a hundred thousand may wait for one that is held. */
const hasClaimable = ({ name, due }: LeasedTable): string =>
  name === 'deliveries' ? hasSendable('$1') : `EXISTS (SELECT FROM ${name} WHERE ${due('$1')} AND ${isFree})`;

/** What wakes a step although nobody claims it by lease: the one story writer takes edits in their order. */
const unleased: Partial<Record<Step, string>> = {
  story: `EXISTS (SELECT FROM story_edits WHERE ${isWaitingEdit})`,
};

const hasWork = (step: Step): string =>
  [...allLeased.filter((table) => table.step === step).map(hasClaimable), unleased[step] ?? 'false'].join(' OR ');

const stepsWithWorkSql = `SELECT ${steps.map((step) => `${hasWork(step)} AS ${step}`).join(', ')}`;
