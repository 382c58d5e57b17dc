import type { Entry } from '../../../domain/digests/entry.ts';
import type { Message } from '../../../domain/digests/message.ts';
import { safeLink } from '../mail/hostileText.ts';

/** Receivers show the link as it is: only a web address leaves here. */
const withSafeLink = (entry: Entry): Entry => ({ ...entry, link: safeLink(entry.link) });

/** What a webhook carries: `type` and `data`, as the Standard Webhooks specification recommends. */
export function webhookPayload({ kind, id, entries, ...about }: Message) {
  const digest =
    'dueAt' in about
      ? { dueAt: about.dueAt, missedPeriods: about.missedPeriods, gatheredBecause: about.gatheredBecause }
      : {};
  return {
    type: `tocsin.${kind}`,
    data: { id, subscription: about.subscriptionId, ...digest, entries: entries.map(withSafeLink) },
  };
}
