import type { Step } from '../../ports/queue.ts';

export interface SweepStore {
  /** The steps that have claimable rows at this instant: due feeds, waiting articles and edits of stories, due subscriptions, due deliveries and notices. */
  stepsWithWork(now: Date): Promise<ReadonlySet<Step>>;
}
