import { createHmac } from 'node:crypto';
import { minuteMs } from '../basics/time.ts';
import { instantWords } from '../basics/wording.ts';
import type { Notice } from '../notices/notice.ts';

/** The rule, and the one word that it looks for. */
export const canaryRuleId = 'tocsin-canary';
export const canaryWord = 'tocsincanary';

export interface CanaryState {
  readonly sentAt: Date | null;
  readonly arrivedAt: Date | null;
  readonly alarmSince: Date | null;
}

/** Where a canary starts and arrives, on the pages of this process. The key makes the addresses unguessable. */
export const canaryPaths = (key: string) => ({ feed: `/canary/${key}.xml`, inbox: `/canary/${key}/inbox` });

/** The same in every process that has the SECRET_KEY. */
export const canaryKey = (secretKey: string): string =>
  createHmac('sha256', secretKey).update('canary').digest('base64url');

/** Whether an address is one of ours: only who has the key can know it. */
export function isCanaryUrl(url: string, key: string): boolean {
  if (!URL.canParse(url)) return false;
  const { pathname } = new URL(url);
  const { feed, inbox } = canaryPaths(key);
  return pathname === feed || pathname === inbox;
}

const spelled = new RegExp(`${canaryWord}([0-9a-f]{8})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{12})`, 'g');

/** The tokens that a message brings to the inbox. */
export const tokensIn = (text: string): readonly string[] => [
  ...new Set([...text.matchAll(spelled)].map(([, ...groups]) => groups.slice(0, 5).join('-'))),
];

/** One word: no group of a token may be a word that somebody watches for (`dead`, `2022`). */
const spelledOut = (token: string): string => `${canaryWord}${token.replaceAll('-', '')}`;

/** The feed's document with the one under way. Without a language, so that no rule on one meets it. */
export const canaryDocument = (token: string, sentAt: Date): string =>
  `<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"><channel><title>${canaryWord}</title>` +
  `<item><guid isPermaLink="false">${token}</guid><pubDate>${sentAt.toUTCString()}</pubDate>` +
  `<title>${canaryWord} ${spelledOut(token)}</title></item></channel></rss>`;

export type CanaryEvent = 'lost' | 'back' | null;

/** Two in a row that do not arrive are an alarm. Nobody misses what was not watched: a start begins the count anew. */
export function judgeCanary(
  { arrivedAt, alarmSince }: CanaryState,
  { now, watchingSince, minutes }: { readonly now: Date; readonly watchingSince: Date; readonly minutes: number },
): CanaryEvent {
  if (alarmSince !== null) return arrivedAt !== null && arrivedAt > alarmSince ? 'back' : null;
  const last = arrivedAt !== null && arrivedAt > watchingSince ? arrivedAt : watchingSince;
  const graceMinutes = 1;
  return now.getTime() - last.getTime() > (2 * minutes + graceMinutes) * minuteMs ? 'lost' : null;
}

/** What a silent canary means, and what to do; where it came to is for the console and the log. */
export const canaryWords = ({ arrivedAt }: CanaryState): string =>
  `the canary, a test article that Tocsin sends the whole way from feed to inbox, is not arriving${
    arrivedAt === null ? '' : `; the last one arrived on ${instantWords(arrivedAt)}`
  }`;

export const canaryAdvice =
  'until it arrives, do not count on any message being sent: check the log, run `tocsin doctor`, and see what is waiting in the console';

export function canaryNotice(
  event: NonNullable<CanaryEvent>,
  state: CanaryState,
  { recipient, now }: { readonly recipient: string; readonly now: Date },
): Notice {
  const body =
    event === 'lost'
      ? `Neither of the last two test articles arrived: ${canaryWords(state)}.\n\nWhat to do: ${canaryAdvice}.`
      : `The canary is arriving again; the last one arrived on ${instantWords(state.arrivedAt ?? now)}. Polling, matching, stories, planning and delivery all work.`;
  return {
    key: `canary ${event} ${now.toISOString()}`,
    channel: 'email',
    recipient,
    subject: event === 'lost' ? 'Tocsin: the canary is not arriving' : 'Tocsin: the canary is arriving again',
    body,
  };
}
