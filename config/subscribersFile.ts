import { z } from 'zod';
import type { SubscriberDefinition, SubscriptionDefinition } from '../src/domain/configuration/definitions.ts';
import { isTimeZone, parseQuietHours, parseSchedule } from '../src/domain/schedules/parseSchedule.ts';
import { refusedReference } from './references.ts';
import { nameShape } from './rulesFile.ts';
import { type FileFinding, readYaml } from './yamlFile.ts';

const schedule = z.string().transform((text, context) => {
  const parsed = parseSchedule(text);
  if (parsed.ok) return parsed.schedule;
  context.addIssue({ code: 'custom', message: parsed.message });
  return z.NEVER;
});

const quiet = z.string().transform((text, context) => {
  const parsed = parseQuietHours(text);
  if (parsed.ok) return parsed.quiet;
  context.addIssue({ code: 'custom', message: parsed.message });
  return z.NEVER;
});

const reference = z.string().superRefine((text, context) => {
  const refusal = refusedReference(text);
  if (refusal !== null) context.addIssue({ code: 'custom', message: refusal });
});

/** A URL that is no secret may stand as it is; an incoming webhook of Slack is one, and may not. */
const target = z.string().superRefine((text, context) => {
  const refusal = text.startsWith('env:') ? refusedReference(text) : null;
  if (refusal !== null) context.addIssue({ code: 'custom', message: refusal });
});

const subscription = z
  .strictObject({
    id: nameShape.optional(),
    rules: z.array(nameShape).min(1, 'a subscription needs at least one rule'),
    channel: z.enum(['email', 'slack', 'webhook']).default('email'),
    target: target.optional(),
    secret: reference.optional(),
    schedule,
    quiet: quiet.optional(),
    maxPerHour: z.int().min(0).max(10_000).default(20),
  })
  .superRefine((value, context) => {
    const problem = targetProblem(value.channel, value.target);
    if (problem !== null) context.addIssue({ code: 'custom', path: ['target'], message: problem });
  });

function targetProblem(channel: 'email' | 'slack' | 'webhook', text: string | undefined): string | null {
  if (channel === 'slack' && !text?.startsWith('env:')) {
    return 'a Slack address is a secret: put it in an environment variable and write target: "env:SLACK_WEBHOOK_URL"';
  }
  if (channel === 'webhook' && (text === undefined || !(text.startsWith('env:') || /^https?:\/\/./.test(text)))) {
    return 'a webhook needs a target like https://example.org/hook or env:NAME';
  }
  return channel === 'email' && text !== undefined && !z.email().safeParse(text).success
    ? `"${text}" is no e-mail address`
    : null;
}

const subscribersShape = z.strictObject({
  subscribers: z
    .array(
      z.strictObject({
        email: z.email('an e-mail address is needed, like desk@example.org'),
        name: z.string().min(1).optional(),
        timezone: z
          .string()
          .refine(isTimeZone, 'a time zone is needed, like Asia/Almaty or Europe/London')
          .default('UTC'),
        subscriptions: z.array(subscription).default([]),
      }),
    )
    .default([]),
});

export interface SubscribersFile {
  /** Null when there are errors. */
  readonly value: readonly SubscriberDefinition[] | null;
  readonly findings: readonly FileFinding[];
}

export function readSubscribersFile(text: string, file: string): SubscribersFile {
  const { value, findings, place } = readYaml(text, file, subscribersShape);
  if (value === null) return { value: null, findings };
  const subscribers = value.subscribers.map(({ email, name, timezone, subscriptions }) => ({
    email,
    name: name ?? email,
    timezone,
    subscriptions: subscriptions.map((each) => definitionOf(each, email)),
  }));
  const error = (path: readonly (string | number)[], message: string): FileFinding => ({
    file,
    rule: null,
    ...place(path),
    severity: 'error',
    message,
    suggestion: null,
  });
  const doubled = subscribers.flatMap(({ email, subscriptions }, index) => [
    ...(subscribers.findIndex((each) => each.email === email) === index
      ? []
      : [error(['subscribers', index, 'email'], `${email} is in the list twice`)]),
    ...doubledIds(subscriptions).map((place) =>
      error(
        ['subscribers', index, 'subscriptions', place, 'id'],
        'another subscription of this subscriber has the same id',
      ),
    ),
  ]);
  return doubled.length > 0 ? { value: null, findings: doubled } : { value: subscribers, findings: [] };
}

function definitionOf(each: z.output<typeof subscription>, email: string): SubscriptionDefinition {
  return {
    id: each.id ?? null,
    rules: each.rules,
    channel: each.channel,
    target: each.target ?? email,
    secretRef: each.secret ?? null,
    schedule: each.schedule,
    quiet: each.quiet ?? null,
    maxPerHour: each.maxPerHour,
  };
}

const doubledIds = (subscriptions: readonly SubscriptionDefinition[]): readonly number[] =>
  subscriptions.flatMap(({ id }, place) =>
    id !== null && subscriptions.findIndex((each) => each.id === id) !== place ? [place] : [],
  );
