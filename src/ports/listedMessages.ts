import type { DeliveryFilter, ListedState } from '../domain/deliveries/deliveryFilter.ts';
import type { Message } from '../domain/digests/message.ts';
import type { ChannelName } from '../domain/digests/subscription.ts';
import type { MessageView } from './consoleStore.ts';

/** A delivery with what its message is about. */
export interface ListedDelivery {
  readonly id: number;
  readonly messageId: string;
  readonly kind: Message['kind'];
  readonly title: string;
  readonly entries: number;
  readonly subscriberId: number;
  readonly subscriber: string;
  readonly channel: ChannelName;
  /** As it may be shown to whoever may see addresses. */
  readonly target: string;
  readonly state: ListedState;
  readonly attempts: number;
  /** Why it waits, or what the receiver responded. */
  readonly response: string | null;
  readonly createdAt: Date;
  readonly dueAt: Date;
  readonly settledAt: Date | null;
}

/** After which delivery a page begins. */
export type DeliveryPlace = readonly [createdAt: Date, id: number];

/** Something that became of a delivery before what its message says now. */
export interface TrailStep {
  readonly at: Date;
  /** `retried` and `resent`: by a person, whose name is the response. */
  readonly state: 'retrying' | 'rejected' | 'sent' | 'retried' | 'resent';
  readonly response: string;
  /** How often this was so in a row, the last time at `lastAt`. */
  readonly times: number;
  readonly lastAt: Date | null;
}

/** One message, with all that is known of its sending. */
export interface ShownMessage extends MessageView {
  readonly listed: ListedState;
  readonly target: { readonly id: number; readonly name: string };
  readonly isBeingSent: boolean;
  /** Oldest first, at most thirty. */
  readonly trail: readonly TrailStep[];
}

/** How many deliveries there are, counted up to `mostCounted`. */
export interface DeliveryCounts {
  readonly failed: number;
  /** Pending, retrying, held or switched off. */
  readonly waiting: number;
  readonly quarantined: number;
}

export const mostCounted = 1000;

/** What the pages of messages read. */
export interface MessageViews {
  /** Newest first. */
  list(filter: DeliveryFilter, after: DeliveryPlace | null, most: number): Promise<readonly ListedDelivery[]>;
  /** Of what the filter takes, whatever its states are. */
  counts(filter: DeliveryFilter): Promise<DeliveryCounts>;
  message(id: string): Promise<ShownMessage | null>;
  /** Rules in force, by name. */
  ruleNames(): Promise<readonly { readonly id: string; readonly name: string }[]>;
  /** Whose name holds the text (also whose address does, where `byAddress`), at most a hundred. */
  peopleNamed(text: string, byAddress: boolean): Promise<readonly number[]>;
}
