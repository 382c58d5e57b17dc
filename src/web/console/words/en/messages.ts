import { counted } from '../../../../domain/basics/wording.ts';
import type { ListedState } from '../../../../domain/deliveries/deliveryFilter.ts';

const states: Readonly<Record<ListedState, string>> = {
  pending: 'waiting',
  retrying: 'retrying',
  held: 'held',
  suppressed: 'switched off',
  quarantined: 'quarantined',
  sent: 'sent',
  rejected: 'failed',
};

/** What the pages of messages say. */
export const messagesWords = {
  title: 'Messages',
  lead: 'What subscribers were sent, and what became of it.',
  tabs: {
    label: 'By state',
    all: 'All',
    failed: 'Failed',
    waiting: 'Waiting',
    sent: 'Sent',
    quarantined: 'Quarantined',
  },
  states,
  filter: {
    rule: 'Rule',
    channel: 'Channel',
    person: 'Person',
    day: 'Day',
    any: 'any',
    button: 'Filter',
    clear: 'Clear',
  },
  columns: { made: 'Made', message: 'Message', to: 'To', state: 'State' },
  more: (entries: number) => ` and ${entries - 1} more`,
  sections: { failed: 'Failed', waiting: 'Held or retrying', newest: 'Newest' },
  showAll: 'Show all',
  older: 'Older',
  newest: 'Back to the newest',
  empty: {
    none: 'No messages yet. A message is made when an article matches a rule that somebody subscribes to: check that feeds are read and that the rule has subscribers.',
    filtered: 'No message is like this. Widen the filter, or clear it.',
  },
  retryAll: (count: string, one: boolean) =>
    one ? 'Retry this 1 failed message' : `Retry these ${count} failed messages`,
  retried: (deliveries: number, ended: number) =>
    `${deliveries === 0 ? 'Nothing was put back' : `${counted(deliveries, 'message')} put back; sent within seconds`}.${
      ended === 0 ? '' : ` ${counted(ended, 'message')} left alone: the subscriptions have ended.`
    }`,
  held: {
    channel: (channel: string) => `Nothing can be sent by ${channel}`,
    off: 'is switched off',
    held: 'is held',
    since: 'since',
    until: 'next try at',
    waiting: (count: number) => `${counted(count, 'message')} ${count === 1 ? 'waits' : 'wait'}`,
    channelAdvice: 'It is tried again by itself. What to do: fix the setting; `tocsin doctor` says which.',
    resume: 'Switch on again',
    tryNow: 'Try now',
    resumed: (name: string, waiting: number) => `${name} is on again; ${counted(waiting, 'message')} go out now.`,
    notStopped: 'This target is neither switched off nor held: somebody was faster.',
    quarantined: (subscriber: string, channel: string) => `Planning for ${subscriber} (${channel}) failed five times`,
    quarantinedAdvice: 'Nothing is lost. Fix the cause, then run `tocsin release subscriptions`.',
  },
  page: {
    to: 'To',
    why: 'Why it came',
    revision: (revision: number) => `revision ${revision}`,
    follows: 'It brings news of a story that was told before.',
    story: 'Story',
    made: 'Made',
    trail: 'What became of it',
    planned: 'planned',
    due: 'to be sent at',
    beingSent: 'being sent now',
    tries: (count: number) => counted(count, 'try').replace('trys', 'tries'),
    times: (count: number) => `${count} times, the last at`,
    by: 'by',
    steps: {
      retrying: 'not taken yet',
      rejected: 'failed',
      sent: 'sent',
      retried: 'put back',
      resent: 'sent again',
    },
    asSent: 'As it was sent',
    asJson: 'The JSON as it was posted. A webhook carries its id and signature in headers besides.',
    noLinks: 'Links to unsubscribe lead nowhere here: they belong to the subscriber.',
    frame: 'The message as an email',
    resend: 'Send again',
    resendHint: 'Under the same id: a receiver that drops repeats drops it if it has it.',
    resent: 'The message goes out again within seconds.',
    retry: 'Retry now',
    refused: {
      unknown: 'There is no such message.',
      'not sent': 'It is on its way or waits, and comes by itself.',
      ended: 'Its subscription has ended, or its subscriber left: nothing is sent to them.',
    },
  },
};
