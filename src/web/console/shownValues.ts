import { isCalendarDate } from '../../domain/basics/calendarDate.ts';
import type { Message } from '../../domain/digests/message.ts';
import type { MessageView } from '../../ports/consoleStore.ts';

/** `2022-01-06 07:00 UTC`: pages are for ops, who compare them with logs. */
export const instant = (at: Date | string | null): string =>
  at === null ? '–' : `${new Date(at).toISOString().slice(0, 16).replace('T', ' ')} UTC`;

/** A calendar date as it is, an instant as `instant` shows it. */
export const dayOrInstant = (asOf: string): string => (isCalendarDate(asOf) ? asOf : instant(asOf));

/** What a message is about, in a line. */
export function headline(message: Message): string {
  const first = message.entries[0]?.title.text ?? '(empty)';
  const more = message.entries.length - 1;
  return more > 0 ? `${first} and ${more} more` : first;
}

/** Where a sending stands, in plain words. */
export function deliveryStatus(
  view: Pick<MessageView, 'state' | 'dueAt' | 'quarantined'> & Partial<Pick<MessageView, 'kept'>>,
): string {
  if (view.quarantined) return 'quarantined after repeated crashes';
  if (view.kept === 'suppressed') return 'waiting: its target is switched off';
  if (view.kept === 'held') return `held, next try at ${instant(view.dueAt)}`;
  if (view.state === 'sent') return 'sent';
  if (view.state === 'rejected') return 'failed';
  return view.state === 'retrying' ? `retrying at ${instant(view.dueAt)}` : `waiting until ${instant(view.dueAt)}`;
}
