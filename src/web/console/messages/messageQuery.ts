import type { DeliveryFilter, ListedState } from '../../../domain/deliveries/deliveryFilter.ts';
import { isChannelName } from '../../../domain/digests/channels.ts';
import type { ChannelName } from '../../../domain/digests/subscription.ts';
import { atWallDay } from '../../../domain/schedules/wallDay.ts';
import type { DeliveryPlace } from '../../../ports/listedMessages.ts';

/** The tabs of the list, and the states that each holds. */
export const stateTabs = {
  failed: ['rejected'],
  waiting: ['pending', 'retrying', 'held', 'suppressed'],
  sent: ['sent'],
  quarantined: ['quarantined'],
} as const satisfies Readonly<Record<string, readonly ListedState[]>>;

export type StateTab = keyof typeof stateTabs;

/** What the address asks of the list; what it cannot mean is left out. */
export interface MessageQuery {
  readonly state: StateTab | null;
  readonly rule: string | null;
  readonly channel: ChannelName | null;
  /** A part of a name or address, or a subscriber's number. */
  readonly person: string | null;
  /** `2026-11-30`, in the viewer's zone. */
  readonly day: string | null;
  readonly before: DeliveryPlace | null;
}

export function messageQueryOf(given: Readonly<Record<string, string | undefined>>): MessageQuery {
  const { state = '', channel = '', day = '' } = given;
  return {
    state: Object.hasOwn(stateTabs, state) ? (state as StateTab) : null,
    rule: textOf(given.rule),
    channel: isChannelName(channel) ? channel : null,
    person: textOf(given.person),
    day: /^\d{4}-\d\d-\d\d$/.test(day) && !Number.isNaN(Date.parse(day)) ? day : null,
    before: placeOf(given.before ?? ''),
  };
}

const textOf = (text = ''): string | null => text.trim().slice(0, 200) || null;

function placeOf(text: string): DeliveryPlace | null {
  const [, at = '', id = ''] = /^(\d{1,15})\.(\d{1,15})$/.exec(text) ?? [];
  return id === '' ? null : [new Date(Number(at)), Number(id)];
}

/** The address of the list with these changes; what is null is left out. */
export function messagesPath(query: MessageQuery, changes: Partial<MessageQuery> = {}): string {
  const { state, rule, channel, person, day, before } = { ...query, before: null, ...changes };
  const parts = { state, rule, channel, person, day, before: before && `${before[0].getTime()}.${before[1]}` };
  const given = Object.entries(parts).flatMap(([name, value]): [string, string][] =>
    value === null ? [] : [[name, value]],
  );
  return given.length === 0 ? '/messages' : `/messages?${new URLSearchParams(given)}`;
}

/** `people`: whom `person` means. */
export function filterOfQuery(
  { state, rule, channel, person, day }: MessageQuery,
  people: readonly number[],
  timezone: string,
): DeliveryFilter {
  return {
    ...{ states: state === null ? null : stateTabs[state], channel, ruleId: rule },
    since: day === null ? null : atWallDay(day, timezone, 0),
    until: day === null ? null : atWallDay(day, timezone, 1),
    subscriberIds: person === null ? null : people,
  };
}
