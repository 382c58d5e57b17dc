import { z } from 'zod';
import { hasUserinfo } from '../src/domain/basics/webUrl.ts';
import type { SubscriptionDefinition } from '../src/domain/configuration/definitions.ts';
import { channelNames, channels, type TargetShape } from '../src/domain/digests/channels.ts';
import type { ChannelName } from '../src/domain/digests/subscription.ts';
import { parseQuietHours, parseSchedule } from '../src/domain/schedules/parseSchedule.ts';
import { issueWords } from './issueWords.ts';
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

const secret = z.unknown().transform((value, context) => {
  const text = typeof value === 'string' ? value : '';
  const refusal = refusedReference(text);
  if (refusal === null) return text;
  context.addIssue({ code: 'custom', message: refusal });
  return z.NEVER;
});

/** A subscription as it stands in subscribers.yaml. */
export const subscriptionShape = z
  .strictObject({
    id: nameShape.optional(),
    rules: z.array(nameShape).min(1, 'a subscription needs at least one rule'),
    channel: z.enum(channelNames).default('email'),
    target: z.string().optional(),
    secret: secret.optional(),
    schedule,
    quiet: quiet.optional(),
    maxPerHour: z.int().min(0).max(10_000).default(20),
  })
  .superRefine(({ channel, target, secret }, context) => {
    const targetRefusal = refusedTarget(channel, target);
    if (targetRefusal !== null) context.addIssue({ code: 'custom', path: ['target'], message: targetRefusal });
    if (secret !== undefined && !channels[channel].isSigned)
      context.addIssue({ code: 'custom', path: ['secret'], message: `only ${signed} are signed; remove it` });
  });

const signed = channelNames
  .filter((name) => channels[name].isSigned)
  .map((name) => `${name}s`)
  .join(' and ');

/** Why a channel can't have this target, or null. An address that is a secret may stand in a file as a reference only. */
function refusedTarget(channel: ChannelName, target: string | undefined): string | null {
  const shape: TargetShape = channels[channel].target;
  if (shape.kind === 'address') {
    return target === undefined || z.email().safeParse(target).success ? null : `"${target}" is not an email address`;
  }
  if (target?.startsWith('env:')) return refusedReference(target);
  if (shape.kind === 'url') return refusedUrl(target, `a ${channel} needs a target like ${shape.example} or env:NAME`);
  return `a ${shape.product} address is a secret: put it in an environment variable and write target: "${shape.example}"`;
}

function refusedUrl(target: string | undefined, advice: string): string | null {
  const url = target !== undefined && URL.canParse(target) ? new URL(target) : null;
  if (url === null || !/^https?:$/.test(url.protocol)) return advice;
  return meantChannel(url.hostname) ?? (hasUserinfo(url) ? passwordRefusal : null);
}

const passwordRefusal = 'an address with a password is a secret: write target: "env:NAME"';

/** What to write for an address that is another channel's, or null. */
function meantChannel(host: string): string | null {
  for (const name of channelNames) {
    const target: TargetShape = channels[name].target;
    if (target.kind === 'secret url' && target.host === host)
      return `this is a ${target.product} address: write channel: ${name}`;
  }
  return null;
}

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

export type SubscriptionEntry =
  | { readonly ok: true; readonly definition: SubscriptionDefinition }
  | { readonly ok: false; readonly faults: readonly { readonly key: string; readonly says: string }[] };

/** One subscription as it would stand in the file, from wherever it comes. `email`: its subscriber's. */
export function readSubscriptionEntry(entry: unknown, email: string): SubscriptionEntry {
  const read = subscriptionShape.safeParse(entry, { error: issueWords });
  if (read.success) return { ok: true, definition: subscriptionOf(read.data, email) };
  const faults = read.error.issues.map(({ path, message }) => ({ key: path.join('/'), says: message }));
  return { ok: false, faults };
}
