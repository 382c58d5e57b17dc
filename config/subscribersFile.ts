import { z } from 'zod';
import { comparedAddress } from '../src/domain/basics/mailAddress.ts';
import type { SubscriberDefinition } from '../src/domain/configuration/definitions.ts';
import { nearest } from '../src/domain/rules/language/nearestName.ts';
import { isTimeZone } from '../src/domain/schedules/parseSchedule.ts';
import { subscriptionOf, subscriptionShape } from './subscriptionShape.ts';
import { type FileFinding, readYaml, type YamlFile } from './yamlFile.ts';

const timezone = z.string().superRefine((text, context) => {
  if (isTimeZone(text)) return;
  const meant = nearest(text, Intl.supportedValuesOf('timeZone'));
  const hint = meant === null ? 'write one like Asia/Almaty or Europe/London' : `did you mean ${meant}?`;
  context.addIssue({ code: 'custom', message: `"${text}" is not a time zone; ${hint}` });
});

const subscribersShape = z.strictObject({
  subscribers: z.array(
    z.strictObject({
      email: z.email('expected an email address like desk@example.org'),
      name: z.string().min(1, 'is empty; leave it out to show the address instead').optional(),
      timezone: timezone.default('UTC'),
      subscriptions: z.array(subscriptionShape).default([]),
    }),
  ),
});

export interface SubscribersFile extends Pick<YamlFile<unknown>, 'error'> {
  /** Null when there are errors. */
  readonly value: readonly SubscriberDefinition[] | null;
  readonly findings: readonly FileFinding[];
}

export function readSubscribersFile(text: string, file: string): SubscribersFile {
  const { value, findings, error } = readYaml(text, file, subscribersShape);
  if (value === null) return { value: null, findings, error };
  const subscribers = value.subscribers.map(({ email, name, timezone, subscriptions }) => ({
    email,
    name: name ?? email,
    timezone,
    subscriptions: subscriptions.map((each) => subscriptionOf(each, email)),
  }));
  const doubled = [
    ...doubledAt(subscribers.map(({ email }) => comparedAddress(email))).map((place) =>
      error(['subscribers', place, 'email'], `${subscribers[place]?.email} is in the list twice`),
    ),
    ...subscribers.flatMap(({ subscriptions }, place) =>
      doubledAt(subscriptions.map(({ id }) => id)).map((inList) =>
        error(
          ['subscribers', place, 'subscriptions', inList, 'id'],
          'another subscription of this subscriber has this id',
        ),
      ),
    ),
  ];
  return doubled.length > 0 ? { value: null, findings: doubled, error } : { value: subscribers, findings: [], error };
}

/** The places of those that stand in the list before; null is no name. */
const doubledAt = (names: readonly (string | null)[]): readonly number[] =>
  names.flatMap((name, place) => (name !== null && names.indexOf(name) !== place ? [place] : []));
