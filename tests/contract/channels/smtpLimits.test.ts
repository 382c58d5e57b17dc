import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createMailRenderer } from '../../../src/adapters/channels/mail/renderMail.ts';
import { createSmtpChannel } from '../../../src/adapters/channels/smtp/smtpChannel.ts';
import type { Channel } from '../../../src/ports/channel.ts';
import { sampleAlert, sampleSubscription } from '../../support/samples.ts';
import { type DripsAt, type SlowMailServer, startSlowMailServer } from '../../support/slowMailServer.ts';

const never = new AbortController().signal;
const from = { name: 'Tocsin', address: 'tocsin@example.org' };
const renderMail = createMailRenderer({ from, linkFor: (id) => `https://tocsin.example.org/${id}`, publicUrl: '' });

let server: SlowMailServer;
let channel: Channel;
beforeEach(async () => {
  server = await startSlowMailServer();
  channel = createSmtpChannel({
    smtpUrl: server.smtpUrl,
    dkim: null,
    renderMail,
    limitMs: 300,
    maxConnections: 4,
  });
});
afterEach(async () => {
  await channel.close();
  await server.close();
});
const send = (signal = never, target = 'desk@example.org') =>
  channel.send({ message: sampleAlert, subscription: { ...sampleSubscription, target }, attempt: 1 }, signal);

describe('a mail server that drips its answer', () => {
  it.each<[DripsAt, object]>([
    ['greeting', { kind: 'held', scope: 'channel' }],
    ['EHLO', { kind: 'held', scope: 'channel' }],
    ['MAIL', { kind: 'retry', holds: 'nothing' }],
    ['RCPT', { kind: 'retry', holds: 'nothing' }],
    ['DATA', { kind: 'retry', holds: 'nothing' }],
    ['end of DATA', { kind: 'retry', holds: 'nothing' }],
  ])(
    'at %s is given up when the time is over, with its connection; the next mail goes over a new one',
    async (step, outcome) => {
      server.dripAt(step);
      expect(await send()).toMatchObject({ ...outcome, response: expect.stringMatching(/\S/) });
      await server.whenOpen(0);
      server.dripAt('nowhere');
      expect(await send()).toMatchObject({ kind: 'sent' });
    },
  );

  it('keeps no more mails waiting than are in its hands', async () => {
    server.dripAt('end of DATA');
    const hanging = Array.from({ length: 4 }, () => send());
    await server.whenOpen(4);
    await Promise.all(hanging);
    server.dripAt('nowhere');
    expect(await send()).toMatchObject({ kind: 'sent' });
  });

  it('after the message may have it: the repeat has the same Message-ID', async () => {
    server.dripAt('end of DATA');
    await send();
    server.dripAt('nowhere');
    await send();
    expect(server.given).toEqual([`<${sampleAlert.id}@example.org>`, `<${sampleAlert.id}@example.org>`]);
  });
});

it('a sending that is called off ends at once, with its connection', async () => {
  server.dripAt('RCPT');
  const stop = new AbortController();
  const sending = send(stop.signal);
  await server.whenOpen(1);
  stop.abort();
  expect(await sending).toMatchObject({ kind: 'retry', response: 'stopped before the mail server responded' });
  await server.whenOpen(0);
});

it('a sending that is called off before it begins opens no connection', async () => {
  const stop = new AbortController();
  stop.abort();
  expect(await send(stop.signal)).toMatchObject({ kind: 'retry' });
  expect(server.open()).toBe(0);
});

it('a recipient whose own server is down says nothing of what the mail server thinks of us', async () => {
  expect(await send(never, 'one@example.org')).toMatchObject({ kind: 'sent' });
  server.refuseAt('RCPT', '450 4.4.1 No answer from host');
  expect(await send(never, 'two@example.org')).toMatchObject({ kind: 'held', scope: 'target' });
  server.refuseAt('RCPT', '550 No thanks');
  expect(await send(never, 'three@example.org')).toMatchObject({ kind: 'rejected', concerns: 'target' });
});
