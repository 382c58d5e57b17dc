import { Temporal } from 'temporal-polyfill';
import type { Actor } from '../../../desk/deed.ts';
import type { DeedFilter } from '../../../desk/listedDeed.ts';

/** What stands in the address of the audit log: each part as it was written, empty where it is not. */
export type WrittenFilter = Readonly<Record<'by' | 'action' | 'subject' | 'day' | 'before', string>>;

export const writtenFilter = (query: (name: string) => string | undefined): WrittenFilter => ({
  by: query('by') ?? '',
  action: query('action')?.trim() ?? '',
  subject: query('subject')?.trim() ?? '',
  day: query('day') ?? '',
  before: query('before') ?? '',
});

/** Parts that nobody can have chosen do not matter. Days are those of `timezone`. */
export function readFilter(
  { by, action, subject, day, before }: WrittenFilter,
  timezone: string,
): Omit<DeedFilter, 'limit'> {
  const [from, until] = dayIn(day, timezone);
  const [, millis, id] = /^(\d{1,15})-(\d{1,15})$/.exec(before) ?? [];
  return {
    ...{ by: actorOf(by), action: action === '' ? null : action, subject: subjectOf(subject), from, until },
    before: millis === undefined ? null : { at: new Date(Number(millis)), id: Number(id) },
  };
}

export const cursorOf = ({ at, id }: { readonly at: Date; readonly id: number }): string => `${at.getTime()}-${id}`;

const actorKinds: readonly Actor['kind'][] = ['person', 'token', 'command', 'service'];

function actorOf(text: string): DeedFilter['by'] {
  const [, kind, id] = /^(\w+)(?::(\d{1,15}))?$/.exec(text) ?? [];
  const known = actorKinds.find((each) => each === kind);
  return known === undefined ? null : { kind: known, id: id === undefined ? null : Number(id) };
}

/** `rule`, or `rule:unrest`; what stands behind the first colon may hold others. */
function subjectOf(text: string): DeedFilter['subject'] {
  if (text === '') return null;
  const at = text.indexOf(':');
  return at === -1 ? { kind: text, id: null } : { kind: text.slice(0, at), id: text.slice(at + 1) };
}

function dayIn(text: string, timezone: string): readonly [Date | null, Date | null] {
  if (!/^\d{4}-\d\d-\d\d$/.test(text)) return [null, null];
  try {
    const day = Temporal.PlainDate.from(text);
    const start = (date: Temporal.PlainDate) => new Date(date.toZonedDateTime(timezone).epochMilliseconds);
    return [start(day), start(day.add({ days: 1 }))];
  } catch {
    return [null, null];
  }
}
