import { type AuditEntry, audited, type Deed } from '../deed.ts';
import type { DeliveryDeeds } from './retryDeliveries.ts';

export type ResendRefusal =
  | 'unknown'
  /** It is on its way, or waits: it comes by itself. */
  | 'not sent'
  /** Its subscription has ended, or its subscriber left: nobody but they can undo that. */
  | 'ended';

export interface ResendStore {
  resend(messageId: string, entry: AuditEntry): Promise<'resent' | ResendRefusal>;
}

export type ResendOutcome = { readonly kind: 'resent' } | { readonly kind: 'refused'; readonly because: ResendRefusal };

/**
 * Sends a message that was sent once more, as it was: under its own id, so that a receiver that drops repeats
 * (`webhook-id`, `Message-ID`) drops it if it has it.
 */
export async function resendMessage(
  { store, wake }: DeliveryDeeds<ResendStore>,
  deed: Deed,
  messageId: string,
): Promise<ResendOutcome> {
  const entry = audited(deed, { action: 'message.resent', subject: { kind: 'message', id: messageId } });
  const outcome = await store.resend(messageId, entry);
  if (outcome !== 'resent') return { kind: 'refused', because: outcome };
  wake('deliver');
  return { kind: 'resent' };
}
