import { afterAll, beforeAll, expect, it } from 'vitest';
import { readSettings } from '../../../config/settings.ts';
import { createMailRenderer } from '../../../src/adapters/channels/mail/renderMail.ts';
import { createGuardedAgent } from '../../../src/adapters/http/guardedAgent.ts';
import { type OpenedChannels, openChannels } from '../../../src/app/openChannels.ts';
import { channelNames } from '../../../src/domain/digests/channels.ts';
import { startReactingServer } from '../../support/reactingServer.ts';
import { sampleAlert, sampleSubscription } from '../../support/samples.ts';

const at = new Date('2022-01-06T12:00:00Z');
const agent = createGuardedAgent({ allowPrivateAddresses: ['127.0.0.0/8'], connectTimeoutMs: 2000 });
let server: Awaited<ReturnType<typeof startReactingServer>>;
let opened: OpenedChannels;
beforeAll(async () => {
  server = await startReactingServer();
  const settings = readSettings({ SMTP_URL: 'smtp://127.0.0.1:1' });
  const { mailFrom: from, publicUrl } = settings;
  opened = openChannels(settings, {
    ...{ agent, canaryAgent: agent, canaryKey: 'key', now: () => at },
    resolveReference: () => ({ ok: true, value: 'any secret' }),
    renderMail: createMailRenderer({ from, publicUrl, linkFor: () => publicUrl }),
  });
});
afterAll(async () => {
  for (const channel of opened.channels.values()) await channel.close();
  await agent.destroy();
  await server.close();
});

it('every channel that a file may name is made, under that name', () => {
  expect([...opened.channels].map(([key, { name }]) => [key, name])).toEqual(channelNames.map((name) => [name, name]));
});

it('the clock of a channel is the service’s, not the machine’s: webhooks are dated by it', async () => {
  server.respondWith(200, 'taken');
  const subscription = { ...sampleSubscription, target: server.url, secretRef: 'env:SECRET' };
  const outgoing = { message: sampleAlert, subscription, attempt: 1 };
  const outcome = await opened.channels.get('webhook')?.send(outgoing, new AbortController().signal);
  expect(outcome).toMatchObject({ kind: 'sent' });
  expect(server.posts.at(-1)?.headers['webhook-timestamp']).toBe(String(at.getTime() / 1000));
});
