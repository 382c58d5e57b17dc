import { z } from 'zod';
import type { SubscriptionDefinition } from '../src/domain/configuration/definitions.ts';
import { parseQuietHours, parseSchedule } from '../src/domain/schedules/parseSchedule.ts';
import { refusedReference } from './references.ts';
import { nameShape } from './rulesFile.ts';

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

const secret = z.string().superRefine((text, context) => {
  const refusal = refusedReference(text);
  if (refusal !== null) context.addIssue({ code: 'custom', message: refusal });
});

/** A subscription as it stands in subscribers.yaml. */
export const subscriptionShape = z
  .strictObject({
    id: nameShape.optional(),
    rules: z.array(nameShape).min(1, 'a subscription needs at least one rule'),
    channel: z.enum(['email', 'slack', 'webhook']).default('email'),
    target: z.string().optional(),
    secret: secret.optional(),
    schedule,
    quiet: quiet.optional(),
    maxPerHour: z.int().min(0).max(10_000).default(20),
  })
  .superRefine(({ channel, target, secret }, context) => {
    const targetRefusal = refusedTarget[channel](target);
    if (targetRefusal !== null) context.addIssue({ code: 'custom', path: ['target'], message: targetRefusal });
    if (secret !== undefined && channel !== 'webhook')
      context.addIssue({ code: 'custom', path: ['secret'], message: 'only webhooks are signed; remove it' });
  });

type RefusedTarget = (target: string | undefined) => string | null;

/** Why a channel can't have this target, or null. An address that is a secret may stand in a file as a reference only. */
const refusedTarget: Readonly<Record<SubscriptionDefinition['channel'], RefusedTarget>> = {
  email: (target) =>
    target === undefined || z.email().safeParse(target).success ? null : `"${target}" is not an email address`,
  slack: (target) =>
    target?.startsWith('env:')
      ? refusedReference(target)
      : 'a Slack address is a secret: put it in an environment variable and write target: "env:SLACK_WEBHOOK_URL"',
  webhook: (target) => {
    if (target?.startsWith('env:')) return refusedReference(target);
    const url = target !== undefined && URL.canParse(target) ? new URL(target) : null;
    if (url === null || !/^https?:$/.test(url.protocol))
      return 'a webhook needs a target like https://example.org/hook or env:NAME';
    if (url.hostname === 'hooks.slack.com') return 'this is a Slack address: write channel: slack';
    return url.username === '' ? null : 'an address with a password is a secret: write target: "env:NAME"';
  },
};

export function subscriptionOf(each: z.output<typeof subscriptionShape>, email: string): SubscriptionDefinition {
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
