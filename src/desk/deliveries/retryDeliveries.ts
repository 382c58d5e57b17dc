import type { DeliveryFilter } from '../../domain/deliveries/deliveryFilter.ts';
import type { Step } from '../../ports/queue.ts';
import { type AuditEntry, audited, type Deed } from '../deed.ts';

/** What was put back, and what still waits although it was asked for. */
export interface PutBack {
  readonly deliveries: number;
  /** Their subscriptions have ended. */
  readonly ended: number;
}

export interface RetryStore {
  /** Puts back all that the filter takes, as if nothing had been tried. No entry is logged where nothing was put back. */
  putBack(filter: DeliveryFilter, deed: Deed, entryOf: (putBack: PutBack) => AuditEntry): Promise<PutBack>;
}

export interface DeliveryDeeds<Store> {
  readonly store: Store;
  /** A wake-up that is lost costs seconds: the sweep comes by. */
  readonly wake: (step: Step) => void;
}

/** Sends again, as a whole, what was refused or waits. What was sent is never sent again, and what is being sent is left alone. */
export async function retryDeliveries(
  { store, wake }: DeliveryDeeds<RetryStore>,
  deed: Deed,
  filter: DeliveryFilter,
): Promise<PutBack> {
  const subject = { kind: 'message', id: filter.messageId ?? '*' } as const;
  const putBack = await store.putBack(filter, deed, (done) =>
    audited(deed, { action: 'message.retried', subject, after: { ...filter, ...done } }),
  );
  if (putBack.deliveries > 0) wake('deliver');
  return putBack;
}
