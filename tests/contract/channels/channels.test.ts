import { generateKeyPairSync } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { simpleParser } from 'mailparser';
import { Webhook } from 'standardwebhooks';
import { describe, expect, it } from 'vitest';
import { createMailRenderer } from '../../../src/adapters/channels/mail/renderMail.ts';
import { createOutboxChannel } from '../../../src/adapters/channels/outbox/outboxChannel.ts';
import { createSlackChannel } from '../../../src/adapters/channels/slack/slackChannel.ts';
import { createSmtpChannel } from '../../../src/adapters/channels/smtp/smtpChannel.ts';
import { createWebhookChannel } from '../../../src/adapters/channels/webhook/webhookChannel.ts';
import { createGuardedAgent } from '../../../src/adapters/http/guardedAgent.ts';
import { channelNames } from '../../../src/domain/digests/channels.ts';
import { listenOnLoopback } from '../../support/loopback.ts';
import { type MailFate, startMailServer } from '../../support/mailServer.ts';
import { startReactingServer } from '../../support/reactingServer.ts';
import { sampleAlert, sampleSubscription } from '../../support/samples.ts';
import { channelContract, type Reaction, underContract } from './channelContract.ts';

const never = new AbortController().signal;
const limits = { limitMs: 2000, maxConnections: 4 };
const from = { name: 'Tocsin', address: 'tocsin@example.org' };
const renderMail = createMailRenderer({
  from,
  linkFor: (id) => `https://tocsin.example.org/unsubscribe/${id}.x`,
  publicUrl: '',
});
const loopback = () => createGuardedAgent({ allowPrivateAddresses: ['127.0.0.0/8'], connectTimeoutMs: 2000 });
const noReferences = () => ({ ok: false, message: 'NAME is not set' }) as const;
const statuses: Readonly<Record<Reaction, number>> = {
  takes: 200,
  'passing fault': 503,
  'too large': 413,
  'refuses us': 401,
  'breaks off': 0,
  hangs: -1,
};

channelContract('email', async () => {
  let fate: MailFate = 'take';
  const server = await startMailServer(() => fate);
  const fates: Readonly<Record<Reaction, MailFate>> = {
    ...{ takes: 'take', 'passing fault': 'later', 'too large': 'never', 'refuses us': 'relay denied' },
    ...{ 'breaks off': 'drop', hangs: 'hang' },
  };
  return {
    channel: createSmtpChannel({ smtpUrl: server.smtpUrl, dkim: null, renderMail, ...limits }),
    subscription: sampleSubscription,
    react: (reaction) => {
      fate = fates[reaction];
    },
    arrived: () => server.mails.map(({ mail }) => mail.messageId ?? ''),
    hanging: server.hanging,
    close: server.close,
  };
});

channelContract('slack', async () => {
  const server = await startReactingServer();
  const agent = loopback();
  return {
    channel: createSlackChannel({ agent, resolveReference: noReferences, timeoutMs: 2000, now: () => new Date() }),
    subscription: { ...sampleSubscription, channel: 'slack', target: server.url },
    react: (reaction) => server.respondWith(statuses[reaction], 'words'),
    arrived: () => server.posts.map(({ body }) => body),
    hanging: server.hanging,
    close: async () => {
      await agent.destroy();
      await server.close();
    },
  };
});

channelContract('webhook', async () => {
  const server = await startReactingServer();
  const agent = loopback();
  return {
    channel: createWebhookChannel({ agent, resolveReference: noReferences, timeoutMs: 2000, now: () => new Date() }),
    subscription: { ...sampleSubscription, channel: 'webhook', target: server.url },
    react: (reaction) => server.respondWith(statuses[reaction], 'words'),
    arrived: () => server.posts.map(({ headers }) => String(headers['webhook-id'])),
    hanging: server.hanging,
    close: async () => {
      await agent.destroy();
      await server.close();
    },
  };
});

it('every channel is held to the contract', () => {
  expect(channelNames.filter((name) => !underContract.has(name))).toEqual([]);
});

describe('over HTTP', () => {
  const withServer = async (
    test: (
      server: Awaited<ReturnType<typeof startReactingServer>>,
      agent: ReturnType<typeof loopback>,
    ) => Promise<void>,
  ) => {
    const server = await startReactingServer();
    const agent = loopback();
    try {
      await test(server, agent);
    } finally {
      await agent.destroy();
      await server.close();
    }
  };
  const slackTo = (
    target: string,
    agent: ReturnType<typeof loopback>,
    resolveReference: () => { ok: true; value: string } | { ok: false; message: string } = noReferences,
  ) =>
    createSlackChannel({ agent, resolveReference, timeoutMs: 2000, now: () => new Date() }).send(
      { message: sampleAlert, subscription: { ...sampleSubscription, channel: 'slack', target }, attempt: 1 },
      never,
    );

  it('a 429 holds the target for as long as it asks', () =>
    withServer(async (server, agent) => {
      server.respondWith(429, 'slow down', { 'retry-after': '30' });
      expect(await slackTo(server.url, agent)).toEqual({
        kind: 'retry',
        response: '429 slow down',
        afterSeconds: 30,
        holds: 'target',
      });
    }));

  it('an answer without end is the status it began with', async () => {
    const server = createServer((_request, response) => {
      response.writeHead(200);
      const flood = () => void (response.destroyed || response.write('x'.repeat(65_536), flood));
      flood();
    });
    const { origin, close } = await listenOnLoopback(server);
    const agent = loopback();
    expect(await slackTo(`${origin}/`, agent)).toEqual({
      kind: 'sent',
      response: `200 ${'x'.repeat(300)}`,
    });
    await agent.destroy();
    await close();
  });

  it('an answer that drips is the status it began with', async () => {
    const server = createServer((_request, response) => {
      response.writeHead(200);
      const drips = setInterval(() => response.write('.'), 20);
      response.on('close', () => clearInterval(drips));
    });
    const { origin, close } = await listenOnLoopback(server);
    const agent = loopback();
    expect(await slackTo(`${origin}/`, agent)).toEqual({ kind: 'sent', response: expect.stringMatching(/^200 \.+$/) });
    await agent.destroy();
    await close();
  });

  it('a webhook that Slack no longer knows is refused as a target, with what to do', () =>
    withServer(async (server, agent) => {
      server.respondWith(404, 'no_service');
      expect(await slackTo(server.url, agent)).toMatchObject({
        ...{ kind: 'rejected', concerns: 'target' },
        response: expect.stringContaining('no_service (create a new'),
      });
    }));

  it('a reference is resolved at sending; one that is not set is held, and costs no try', () =>
    withServer(async (server, agent) => {
      expect(await slackTo('env:NAME', agent, () => ({ ok: true, value: server.url }))).toMatchObject({ kind: 'sent' });
      expect(await slackTo('env:NAME', agent)).toMatchObject({ kind: 'held', response: 'NAME is not set' });
    }));

  it('a private address is refused with the reason', async () => {
    const agent = createGuardedAgent({ allowPrivateAddresses: [], connectTimeoutMs: 2000 });
    expect(await slackTo('http://127.0.0.1:1/', agent)).toMatchObject({
      kind: 'rejected',
      response: expect.stringContaining('ALLOW_PRIVATE_ADDRESSES'),
    });
    await agent.destroy();
  });

  it('a webhook is signed so that its receiver can verify it, whatever its secret looks like', () =>
    withServer(async (server, agent) => {
      for (const value of ['whsec_dG9jc2luLXRlc3Qtc2VjcmV0', 'any other text']) {
        const channel = createWebhookChannel({
          agent,
          resolveReference: () => ({ ok: true, value }),
          timeoutMs: 2000,
          now: () => new Date(),
        });
        await channel.send(
          {
            message: sampleAlert,
            subscription: { ...sampleSubscription, target: server.url, secretRef: 'env:SECRET' },
            attempt: 1,
          },
          never,
        );
        const { headers, body } = server.posts.at(-1) ?? { headers: {}, body: '' };
        const key = value.startsWith('whsec_') ? value : Buffer.from(value).toString('base64');
        const verified = new Webhook(key).verify(body, {
          'webhook-id': String(headers['webhook-id']),
          'webhook-timestamp': String(headers['webhook-timestamp']),
          'webhook-signature': String(headers['webhook-signature']),
        });
        expect(verified).toMatchObject({ type: 'tocsin.alert', data: { id: sampleAlert.id } });
      }
    }));
});

describe('mail', () => {
  it('is held while the server cannot be reached', async () => {
    const channel = createSmtpChannel({ smtpUrl: 'smtp://127.0.0.1:1', dkim: null, renderMail, ...limits });
    expect(
      await channel.send({ message: sampleAlert, subscription: sampleSubscription, attempt: 1 }, never),
    ).toMatchObject({ kind: 'held', scope: 'channel', response: expect.stringContaining('ECONNREFUSED') });
    await channel.close();
  });

  it('heeds the options of SMTP_URL: nothing goes out in clear where TLS is required', async () => {
    const server = await startMailServer();
    const channel = createSmtpChannel({
      smtpUrl: `${server.smtpUrl}?requireTLS=true`,
      dkim: null,
      renderMail,
      ...limits,
    });
    const outcome = await channel.send({ message: sampleAlert, subscription: sampleSubscription, attempt: 1 }, never);
    expect([outcome.kind, server.mails.length]).not.toEqual(['sent', 1]);
    expect(outcome.response).toMatch(/TLS/i);
    await channel.close();
    await server.close();
    expect(server.mails).toEqual([]);
  });

  it('is signed with DKIM where a key is given', async () => {
    const server = await startMailServer();
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const dkim = {
      domain: 'example.org',
      selector: 'tocsin',
      privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    };
    const channel = createSmtpChannel({ smtpUrl: server.smtpUrl, dkim, renderMail, ...limits });
    await channel.send({ message: sampleAlert, subscription: sampleSubscription, attempt: 1 }, never);
    await channel.close();
    await server.close();
    const signature = String(
      server.mails[0]?.mail.headerLines.find(({ key }) => key === 'dkim-signature')?.line,
    ).replace(/\s+/g, ' ');
    expect(signature).toMatch(/d=example\.org;.*s=tocsin;/);
    expect(signature.toLowerCase()).toMatch(/h=[^;]*list-unsubscribe[^;]*;/);
  });

  it('without a server lies in the outbox, whole, a repeat over the first', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'tocsin-outbox-'));
    const channel = createOutboxChannel({ folder, renderMail, now: () => new Date('2022-01-06T12:00:00Z') });
    for (const attempt of [1, 2])
      expect(
        await channel.send({ message: sampleAlert, subscription: sampleSubscription, attempt }, never),
      ).toMatchObject({ kind: 'sent' });
    const name = `2022-01-06-12-00-00-${sampleAlert.id}`;
    expect((await readdir(folder)).sort()).toEqual([`${name}.eml`, `${name}.html`]);
    const mail = await simpleParser(await readFile(join(folder, `${name}.eml`)));
    expect([mail.subject, mail.messageId]).toEqual([
      'Casualty updates: Riot in Almaty',
      `<${sampleAlert.id}@example.org>`,
    ]);
    await rm(folder, { recursive: true });
  });

  it('without a server is for our own user only: its links work for whoever holds them', async () => {
    const above = await mkdtemp(join(tmpdir(), 'tocsin-outbox-'));
    const folder = join(above, 'data/outbox');
    const channel = createOutboxChannel({ folder, renderMail, now: () => new Date('2022-01-06T12:00:00Z') });
    await channel.send({ message: sampleAlert, subscription: sampleSubscription, attempt: 1 }, never);
    const modeOf = async (path: string) => (await stat(path)).mode & 0o777;
    const files = (await readdir(folder)).map((name) => join(folder, name));
    expect(await modeOf(folder)).toBe(0o700);
    expect(await Promise.all(files.map(modeOf))).toEqual([0o600, 0o600]);
    await rm(above, { recursive: true });
  });
});
