import { stringify } from 'yaml';
import { readSubscribersFile } from '../../../config/subscribersFile.ts';
import type { Database } from '../../adapters/store/database.ts';
import { createRuleBook } from '../../adapters/store/ruleBook.ts';
import { createSubscriberList } from '../../adapters/store/subscriberList.ts';
import { changesBetween } from '../../domain/configuration/changes.ts';
import type { SubscriberDefinition, SubscriptionDefinition } from '../../domain/configuration/definitions.ts';
import { subscriptionKeys } from '../../domain/configuration/subscriptionKey.ts';
import { nearest } from '../../domain/rules/language/nearest.ts';
import { formatQuietHours, formatSchedule } from '../../domain/schedules/parseSchedule.ts';
import type { ConfigKind, PlannedChange } from './configKind.ts';

export const subscribersKind: ConfigKind<readonly SubscriberDefinition[]> = {
  name: 'subscribers',
  read: readSubscribersFile,
  refusals: unknownRules,
  current: (db) => createSubscriberList(db).read(),
  changes: (current, wanted) => [
    ...changesBetween(current.map(person), wanted.map(person), ({ email }) => email).map((change) => ({
      kind: change.kind,
      what: `subscriber ${change.key}`,
      details:
        change.kind === 'changed'
          ? [`- ${change.before.name}, ${change.before.timezone}`, `+ ${change.after.name}, ${change.after.timezone}`]
          : [],
    })),
    ...subscriptionChanges(current, wanted),
  ],
  apply: (db, wanted, { at }) => createSubscriberList(db).replace(wanted, at),
  toYaml: (subscribers) => stringify({ subscribers: subscribers.map(asWritten) }, { lineWidth: 120 }),
};

const person = ({ email, name, timezone }: SubscriberDefinition) => ({ email, name, timezone });

interface Keyed {
  readonly key: string;
  readonly subscription: SubscriptionDefinition;
}

const keyed = (subscribers: readonly SubscriberDefinition[]): readonly Keyed[] =>
  subscribers.flatMap(({ email, subscriptions }) => {
    const keys = subscriptionKeys(subscriptions);
    return subscriptions.map((each, place) => ({
      key: `${email}: ${keys[place]}`,
      subscription: { ...each, rules: [...new Set(each.rules)].sort() },
    }));
  });

const subscriptionChanges = (
  current: readonly SubscriberDefinition[],
  wanted: readonly SubscriberDefinition[],
): readonly PlannedChange[] =>
  changesBetween(keyed(current), keyed(wanted), ({ key }) => key).map((change) => ({
    kind: change.kind,
    what: `subscription of ${change.key}`,
    details: [
      ...(change.kind === 'added' ? [] : [`- ${shown(change.before)}`]),
      ...(change.kind === 'removed' ? [] : [`+ ${shown(change.after)}`]),
    ],
  }));

const shown = ({ subscription: { rules, channel, schedule } }: Keyed): string =>
  `${formatSchedule(schedule)} by ${channel}: ${rules.join(', ')}`;

async function unknownRules(db: Database, wanted: readonly SubscriberDefinition[]): Promise<readonly string[]> {
  const known = (await createRuleBook(db).read()).rules.map(({ id }) => id);
  const asked = wanted.flatMap(({ email, subscriptions }) =>
    subscriptions.flatMap(({ rules }) => rules.map((rule) => ({ email, rule }))),
  );
  return asked
    .filter(({ rule }) => !known.includes(rule))
    .map(({ email, rule }) => {
      const meant = nearest(rule, known);
      return `${email} subscribes to the rule ${rule}, which there is not${meant === null ? '' : `; was ${meant} meant?`}`;
    });
}

const asWritten = ({ email, name, timezone, subscriptions }: SubscriberDefinition) => ({
  email,
  name,
  timezone,
  subscriptions: subscriptions.map((each) => subscriptionAsWritten(each, email)),
});

/** Without what is the default anyway. */
const subscriptionAsWritten = (each: SubscriptionDefinition, email: string) => ({
  ...(each.id === null ? {} : { id: each.id }),
  rules: each.rules,
  ...(each.channel === 'email' ? {} : { channel: each.channel }),
  ...(each.target === email ? {} : { target: each.target }),
  ...(each.secretRef === null ? {} : { secret: each.secretRef }),
  schedule: formatSchedule(each.schedule),
  ...(each.quiet === null ? {} : { quiet: formatQuietHours(each.quiet) }),
  ...(each.maxPerHour === 20 ? {} : { maxPerHour: each.maxPerHour }),
});
