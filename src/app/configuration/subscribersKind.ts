import { stringify } from 'yaml';
import { readSubscribersFile } from '../../../config/subscribersFile.ts';
import { createRuleStore } from '../../adapters/store/rules/ruleStore.ts';
import { createSubscriberList } from '../../adapters/store/subscribers/subscriberList.ts';
import type { Transactional } from '../../adapters/store/transactional.ts';
import { comparedAddress } from '../../domain/basics/mailAddress.ts';
import { instantWords } from '../../domain/basics/wording.ts';
import { changesBetween } from '../../domain/configuration/changes.ts';
import type { SubscriberDefinition, SubscriptionDefinition } from '../../domain/configuration/definitions.ts';
import { leftRules } from '../../domain/configuration/departed.ts';
import { subscriptionKeys } from '../../domain/configuration/subscriptionKey.ts';
import { nearest } from '../../domain/rules/language/nearestName.ts';
import { formatQuietHours, formatSchedule } from '../../domain/schedules/parseSchedule.ts';
import type { ConfigKind, PlannedChange, WantedState } from './configKind.ts';
import { contentVersion } from './contentVersion.ts';

export const subscribersKind: ConfigKind<readonly SubscriberDefinition[]> = {
  name: 'subscribers',
  keepsAuthors: false,
  versionWord: 'version',
  read: readSubscribers,
  current: (db) => createSubscriberList(db).read(),
  version: async (_db, subscribers) => contentVersion(subscribersAsYaml(subscribers)),
  changes: (current, wanted) => [
    ...changesBetween(current.map(person), wanted.map(person), ({ email }) => comparedAddress(email)).map((change) => ({
      kind: change.kind,
      what: subscriberName(change.key),
      details:
        change.kind === 'changed'
          ? [`- ${shownPerson(change.before, change.after)}`, `+ ${shownPerson(change.after, change.before)}`]
          : [],
    })),
    ...subscriptionChanges(current, wanted),
  ],
  inventory: (subscribers) => ({
    subscribers: subscribers.map(({ email }) => subscriberName(comparedAddress(email))),
    subscriptions: keyed(subscribers).map(({ key }) => subscriptionName(key)),
  }),
  notes: endedBySubscriber,
  staysOut: endedBySubscriber,
  apply: (db, wanted, { at }) => createSubscriberList(db).replace(wanted, at),
  toYaml: subscribersAsYaml,
};

const subscriberName = (email: string): string => `subscriber ${email}`;

const subscriptionName = (key: string): string => `subscription of ${key}`;

function subscribersAsYaml(subscribers: readonly SubscriberDefinition[]): string {
  return stringify({ subscribers: subscribers.map(asWritten) }, { lineWidth: 120 });
}

/** With the address where that is what differs. */
const shownPerson = ({ email, name, timezone }: Person, other: Person): string =>
  [...(email === other.email ? [] : [email]), name, timezone].join(', ');

type Person = ReturnType<typeof person>;

const person = ({ email, name, timezone }: SubscriberDefinition) => ({ email, name, timezone });

interface Keyed {
  readonly key: string;
  readonly email: string;
  readonly subscription: SubscriptionDefinition;
}

const keyed = (subscribers: readonly SubscriberDefinition[]): readonly Keyed[] =>
  subscribers.flatMap(({ email, subscriptions }) => {
    const keys = subscriptionKeys(subscriptions);
    return subscriptions.map((each, place) => ({
      key: `${comparedAddress(email)}: ${keys[place]}`,
      email,
      subscription: { ...each, rules: [...new Set(each.rules)].sort() },
    }));
  });

const compared = (subscribers: readonly SubscriberDefinition[]) =>
  keyed(subscribers).map(({ key, subscription }) => ({ key, subscription }));

const subscriptionChanges = (
  current: readonly SubscriberDefinition[],
  wanted: readonly SubscriberDefinition[],
): readonly PlannedChange[] =>
  changesBetween(compared(current), compared(wanted), ({ key }) => key).map((change) => ({
    kind: change.kind,
    what: subscriptionName(change.key),
    details: [
      ...(change.kind === 'added' ? [] : [`- ${shown(change.before.subscription)}`]),
      ...(change.kind === 'removed' ? [] : [`+ ${shown(change.after.subscription)}`]),
    ],
  }));

/** In one line, as it would be written; without an address of its own, the target is shown. */
const shown = (subscription: SubscriptionDefinition): string =>
  stringify(subscriptionAsWritten(subscription, ''), { collectionStyle: 'flow', lineWidth: 0 }).trimEnd();

/** A rule that was deleted may stay in a subscription that names it: what is exported can be applied again. */
async function readSubscribers(
  db: Transactional,
  text: string,
  file: string,
): Promise<WantedState<readonly SubscriberDefinition[]>> {
  const { value, findings, error } = readSubscribersFile(text, file);
  if (value === null) return { value, findings };
  const inForce = (await createRuleStore(db).read()).rules.map(({ id }) => id);
  const known = new Set([...inForce, ...ruleNames(await createSubscriberList(db).read()).map(({ rule }) => rule)]);
  const unknown = ruleNames(value)
    .filter(({ rule }) => !known.has(rule))
    .map(({ rule, path }) => error(path, `there is no rule ${rule}`, nearest(rule, inForce)));
  return unknown.length > 0 ? { value: null, findings: unknown } : { value, findings };
}

const ruleNames = (subscribers: readonly SubscriberDefinition[]) =>
  subscribers.flatMap(({ subscriptions }, person) =>
    subscriptions.flatMap(({ rules }, place) =>
      rules.map((rule, index) => ({
        rule,
        path: ['subscribers', person, 'subscriptions', place, 'rules', index] as const,
      })),
    ),
  );

/** Whom the file may not bring back: subscriptions that were ended, and rules that were left. */
async function endedBySubscriber(
  db: Transactional,
  wanted: readonly SubscriberDefinition[],
): Promise<readonly string[]> {
  const list = createSubscriberList(db);
  const [departures, kept] = [await list.departures(), await list.keptRules()];
  const ended = new Set((await list.unsubscribed()).map(({ email, key }) => `${comparedAddress(email)}: ${key}`));
  return keyed(wanted).flatMap(({ key, email, subscription }) => {
    if (ended.has(key)) return [`subscription of ${key} stays unsubscribed: the subscriber ended it`];
    const isKept = (rule: string): boolean =>
      kept.some(
        (each) =>
          `${each.address}: ${each.key}` === key && each.ruleId === rule && each.every === subscription.schedule.every,
      );
    return leftRules({ email }, subscription, departures)
      .filter(({ ruleId }) => !isKept(ruleId))
      .map(
        ({ ruleId, departure: { leftAt } }) =>
          `subscription of ${key} brings nothing of ${ruleId}: the subscriber left it on ${instantWords(leftAt)}, and only they can undo that, by a link in a message`,
      );
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
