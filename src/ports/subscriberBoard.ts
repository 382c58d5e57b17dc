import type { SubscriptionDefinition } from '../domain/configuration/definitions.ts';

/** A subscriber in the list. */
export interface SubscriberInList {
  readonly id: number;
  readonly email: string;
  readonly name: string;
  readonly timezone: string;
  readonly subscriptions: readonly SubscriptionRead[];
}

export interface SubscriptionRead {
  readonly id: number;
  readonly definition: SubscriptionDefinition;
  readonly nextDueAt: Date | null;
  /** Its subscriber ended it. */
  readonly unsubscribedAt: Date | null;
  readonly isQuarantined: boolean;
  /** Why nothing is sent to its target; null: it is sent to. */
  readonly suppressed: { readonly targetId: number; readonly why: string; readonly since: Date } | null;
}

/** What somebody left, which nobody but they can undo. Null: all channels, all rules. */
export interface DepartureRead {
  readonly channel: string | null;
  readonly ruleId: string | null;
  readonly leftAt: Date;
}

export interface SubscriberRead extends SubscriberInList {
  readonly departures: readonly DepartureRead[];
}

/** Where a page of the list begins: behind this one. */
export interface SubscriberPlace {
  readonly name: string;
  readonly id: number;
}

export interface SubscriberBoard {
  /** By name. `search`: in name or address. */
  list(request: {
    readonly search: string;
    readonly after: SubscriberPlace | null;
    readonly limit: number;
  }): Promise<readonly SubscriberInList[]>;
  /** Null: nobody, or they were removed. */
  subscriber(id: number): Promise<SubscriberRead | null>;
}
