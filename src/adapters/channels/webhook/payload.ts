import type { Message } from '../../../domain/digests/message.ts';

/** What a webhook carries: `type` and `data`, as the Standard Webhooks specification recommends. */
export function webhookPayload({ kind, id, entries, ...about }: Message) {
  const digest =
    'dueAt' in about
      ? { dueAt: about.dueAt, missedPeriods: about.missedPeriods, gatheredBecause: about.gatheredBecause }
      : {};
  return { type: `tocsin.${kind}`, data: { id, subscription: about.subscriptionId, ...digest, entries } };
}
