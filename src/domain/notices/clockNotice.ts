import { minuteMs } from '../basics/time.ts';
import type { Notice } from './notice.ts';

/** A machine's clock that shows an earlier time than it did before. */
export interface StepBack {
  readonly machine: string;
  /** The latest time that was seen on it, and what it shows now. */
  readonly from: Date;
  readonly to: Date;
}

export const stepBackWords = ({ machine, from, to }: StepBack): string =>
  `the clock of ${machine} was put back by ${lengthOf(from.getTime() - to.getTime())}`;

export function clockNotice(step: StepBack, recipient: string): Notice {
  const { machine, from, to } = step;
  return {
    key: `clock ${machine} ${from.toISOString()}`,
    channel: 'email',
    recipient,
    subject: `Tocsin: ${stepBackWords(step)}`,
    body: [
      `It showed ${from.toISOString()} and now shows ${to.toISOString()} (UTC).`,
      'What was to be done by the old time was moved by as much: feeds are polled and messages are sent as before, and nothing is sent twice.',
      'Articles and messages of the time in between keep the times they were given.',
      'What to do: nothing, if the clock is right now; otherwise set it right and keep it so (NTP).',
    ].join('\n\n'),
  };
}

function lengthOf(ms: number): string {
  const minutes = Math.round(ms / minuteMs);
  const [days, hours, rest] = [Math.floor(minutes / 1440), Math.floor(minutes / 60) % 24, minutes % 60];
  const parts = [days > 0 ? `${days} d` : '', hours > 0 ? `${hours} h` : '', rest > 0 ? `${rest} min` : ''];
  return parts.filter((part) => part !== '').join(' ');
}
