import { type AuditEntry, audited, type Deed } from '../deed.ts';
import type { DeliveryDeeds } from './retryDeliveries.ts';

/** A target that was given back. */
export interface ResumedTarget {
  /** As it may be shown. */
  readonly name: string;
  /** Why it was switched off or held. */
  readonly because: string;
  readonly waiting: number;
}

export interface ResumeStore {
  /** Null: no target of that number is switched off or held. */
  resumeTarget(id: number, at: Date, entryOf: (resumed: ResumedTarget) => AuditEntry): Promise<ResumedTarget | null>;
}

export type ResumeOutcome =
  | { readonly kind: 'resumed'; readonly target: ResumedTarget }
  | { readonly kind: 'not stopped' };

/** Gives a target back that was switched off or is held, with what waits for it. */
export async function resumeTarget(
  { store, wake }: DeliveryDeeds<ResumeStore>,
  deed: Deed,
  id: number,
): Promise<ResumeOutcome> {
  const target = await store.resumeTarget(id, deed.at, ({ because, waiting }) =>
    audited(deed, {
      action: 'target.resumed',
      subject: { kind: 'target', id: String(id) },
      before: { because },
      after: { waiting },
    }),
  );
  if (target === null) return { kind: 'not stopped' };
  wake('deliver');
  return { kind: 'resumed', target };
}
