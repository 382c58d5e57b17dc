import { randomBytes } from 'node:crypto';
import type { DemoFolder } from './demoFolder.ts';
import { openSlackSink, openWebhookSink } from './hookSinks.ts';
import { openMailSink } from './mailSink.ts';
import type { Narrator } from './narrator.ts';

/** What arrived: every id once, however often it came. */
export interface Received {
  readonly mails: number;
  readonly slackMessages: number;
  readonly webhooks: number;
  /** Mails and webhooks that came with an id that had come before. */
  readonly repeats: number;
}

export interface Sinks {
  readonly smtpUrl: string;
  readonly resolveReference: (reference: string) => { ok: true; value: string } | { ok: false; message: string };
  received(): Received;
  close(): Promise<void>;
}

/** Opens a receiver for each channel; what arrives is said by the narrator and counted. */
export async function openSinks(folder: DemoFolder, narrator: Narrator): Promise<Sinks> {
  const counts = { mails: 0, slackMessages: 0, webhooks: 0, repeats: 0 };
  const known = new Set<string>();
  const count = (channel: 'mails' | 'slackMessages' | 'webhooks', id: string) => {
    if (known.has(id)) counts.repeats += 1;
    known.add(id);
    counts[channel] += 1;
  };
  const secret = `whsec_${randomBytes(24).toString('base64')}`;
  const mail = await openMailSink(folder.mails, ({ to, subject, messageId }) => {
    count('mails', messageId);
    narrator.received(`email to ${to.split('@')[0]}`, subject);
  });
  const slack = await openSlackSink(folder.path, (text) => {
    count('slackMessages', `slack ${counts.slackMessages}`);
    narrator.received('Slack', text);
  });
  const hook = await openWebhookSink(folder.path, secret, (id) => {
    count('webhooks', id);
    narrator.received('webhook', id);
  });
  const references = new Map([
    ['env:DEMO_SLACK_URL', slack.url],
    ['env:DEMO_HOOK_URL', hook.url],
    ['env:DEMO_HOOK_SECRET', secret],
  ]);
  return {
    smtpUrl: mail.smtpUrl,
    resolveReference(reference) {
      const value = references.get(reference);
      return value === undefined
        ? { ok: false, message: `the demo has no value for ${reference}` }
        : { ok: true, value };
    },
    received: () => ({ ...counts }),
    close: async () => {
      await Promise.all([mail.close(), slack.close(), hook.close()]);
    },
  };
}
