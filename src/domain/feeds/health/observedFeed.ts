import type { FeedPause } from '../feedPause.ts';
import type { FeedNorm } from './norm.ts';

/** All that a feed's health is judged by. */
export interface ObservedFeed {
  readonly id: number;
  readonly name: string;
  readonly url: string;
  readonly firstPolledAt: Date | null;
  readonly lastPolledAt: Date | null;
  readonly lastSucceededAt: Date | null;
  readonly lastNewAt: Date | null;
  /** Failed polls in a row. */
  readonly failures: number;
  readonly lastError: string | null;
  /** The kind of that failure. */
  readonly lastFailure: string | null;
  readonly endedAt: Date | null;
  readonly quarantinedAt: Date | null;
  /** Somebody had it paused, perhaps until a time that is over. */
  readonly pause: FeedPause | null;
  /** Where its old address leads for good. */
  readonly redirectedTo: string | null;
  /** When a document last held nothing that was known before, and how often it is polled now. */
  readonly outrunAt: Date | null;
  readonly intervalSeconds: number | null;
  readonly norm: FeedNorm | null;
  /** Of its items of the week before the norm was learned: nobody else had them, or another feed had them before. */
  readonly own: number;
  readonly borrowed: number;
  readonly newInDay: number;
}
