import type { ChannelName } from '../digests/subscription.ts';

/** Where a delivery stands, to whoever looks at it: what waits, and what for. */
export const listedStates = ['pending', 'retrying', 'held', 'suppressed', 'quarantined', 'sent', 'rejected'] as const;
export type ListedState = (typeof listedStates)[number];

/** Which deliveries are meant. What is null or absent narrows nothing. */
export interface DeliveryFilter {
  readonly states: readonly ListedState[] | null;
  /** Of messages made since then. */
  readonly since: Date | null;
  /** Of messages made before then. */
  readonly until?: Date | null;
  readonly channel: ChannelName | null;
  /** Of messages that came by this rule, among others. */
  readonly ruleId?: string | null;
  readonly subscriberIds?: readonly number[] | null;
  readonly messageId?: string | null;
}
