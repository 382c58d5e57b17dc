import { mkdtemp, readdir, rm, symlink, unlink } from 'node:fs/promises';
import { createServer } from 'node:http';
import { createServer as createTcpServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createMailRenderer, type MailChannel } from '../../../src/adapters/channels/mail/renderMail.ts';
import { makeChannels } from '../../../src/adapters/channels/makeChannels.ts';
import { createOutboxChannel } from '../../../src/adapters/channels/outbox/outboxChannel.ts';
import { createSmtpChannel } from '../../../src/adapters/channels/smtp/smtpChannel.ts';
import { createGuardedAgent } from '../../../src/adapters/http/guardedAgent.ts';
import type { Database } from '../../../src/adapters/store/database.ts';
import { createDeliverStore } from '../../../src/adapters/store/deliver/deliveries.ts';
import { createNoticeStore } from '../../../src/adapters/store/deliver/notices.ts';
import { systemRandom } from '../../../src/app/systemPorts.ts';
import { deliverDue } from '../../../src/pipeline/deliver/deliverMessages.ts';
import { mailsAtOnce } from '../../../src/pipeline/deliver/laneSizes.ts';
import { createTestDatabase, type TestDatabase } from '../../support/database.ts';
import { listenOnLoopback } from '../../support/loopback.ts';
import { silentLog } from '../../support/silentLog.ts';
import { waitFor } from '../../support/waitFor.ts';
import { makeWaiting } from '../../support/waitingDeliveries.ts';
import { later, now } from '../../support/world.ts';

let database: TestDatabase;
let db: Database;
let outbox: string;
let closing: (() => Promise<unknown>)[];
beforeEach(async () => {
  database = await createTestDatabase();
  db = database.db;
  outbox = await mkdtemp(join(tmpdir(), 'outbox-'));
  closing = [() => database.drop(), () => rm(outbox, { recursive: true })];
});
afterEach(async () => {
  for (const close of closing.reverse()) await close();
});

/** Responds to `/well…` and to nothing else. */
async function startHost() {
  const hanging = new Set<string>();
  const well: string[] = [];
  const server = createServer((request, response) => {
    const path = request.url ?? '';
    if (path.startsWith('/well')) {
      well.push(path);
      response.end('ok');
    } else hanging.add(path);
  });
  const { origin, close } = await listenOnLoopback(server);
  closing.push(close);
  const hook = (path: string) => ({ channel: 'webhook', target: `${origin}/${path}` }) as const;
  return { hook, hanging, well };
}

const renderMail = createMailRenderer({
  from: { name: 'Tocsin', address: 'tocsin@example.org' },
  linkFor: (id) => `https://tocsin.example.org/unsubscribe/${id}.x`,
  publicUrl: '',
});
const mail = { channel: 'email', target: 'desk@example.org' } as const;
const writtenMails = async () => (await readdir(outbox)).filter((name) => name.endsWith('.eml')).length;

/** The step as the service has it; receivers have five minutes to respond. */
function openStep(mailChannel: MailChannel, at = () => now) {
  const agent = createGuardedAgent({
    ...{ allowPrivateAddresses: ['127.0.0.0/8'], connectTimeoutMs: 2000, connections: 300 },
  });
  const channels = makeChannels({
    ...{ agent, timeoutMs: 300_000, now: at, mail: mailChannel },
    resolveReference: () => ({ ok: false, message: 'NAME is not set' }),
  });
  closing.push(() => agent.destroy());
  const stop = new AbortController();
  const deps = {
    ...{ store: createDeliverStore(db), channels, clock: { now: at }, random: systemRandom, log: silentLog },
    ...{ notices: createNoticeStore(db), sendNotice: async () => ({ kind: 'sent', response: '' }) as const },
  };
  return { run: () => deliverDue(deps, stop.signal), stop: () => stop.abort() };
}
const toOutbox = (at = () => now) => createOutboxChannel({ folder: outbox, renderMail, now: at });

const withinMs = 60_000;

it('forty webhooks that hang delay no mail, and no other webhook, be it of the same host', async () => {
  const host = await startHost();
  const hung = Array.from({ length: 40 }, (_, index) => ({ ...host.hook(`hangs-${index}`), dueAt: -10 }));
  await makeWaiting(db, [...hung, host.hook('well'), mail]);
  const { run, stop } = openStep(toOutbox());
  const running = run();
  await waitFor(async () => host.well.length === 1 && (await writtenMails()) === 1, { withinMs });
  await waitFor(() => host.hanging.size === 40, { withinMs });
  stop();
  await running;
});

it('what becomes due while others hang is sent meanwhile', async () => {
  const host = await startHost();
  await makeWaiting(db, [
    { ...host.hook('hangs'), messages: 3 },
    { ...host.hook('well'), dueAt: 5 },
  ]);
  let at = now;
  const { run, stop } = openStep(toOutbox(), () => at);
  const running = run();
  await waitFor(() => host.hanging.size === 1, { withinMs });
  expect(host.well).toEqual([]);
  at = later(5);
  await waitFor(() => host.well.length === 1, { withinMs });
  stop();
  await running;
});

it('a mail server that says nothing delays no webhook', async () => {
  const sockets = new Set<Socket>();
  const server = createTcpServer((socket) => void sockets.add(socket.on('error', () => undefined)));
  const { port, close } = await listenOnLoopback(server);
  const host = await startHost();
  const smtp = createSmtpChannel({
    ...{ smtpUrl: `smtp://127.0.0.1:${port}`, dkim: null, renderMail, limitMs: 60_000, maxConnections: mailsAtOnce },
  });
  closing.push(() => smtp.close(), close);
  const mails = Array.from(
    { length: 20 },
    (_, index) => ({ channel: 'email', target: `${index}@example.org` }) as const,
  );
  await makeWaiting(db, [...mails, host.hook('well')]);
  const { run, stop } = openStep(smtp);
  const running = run();
  await waitFor(() => host.well.length === 1 && sockets.size > 0, { withinMs });
  stop();
  server.on('connection', (socket) => socket.destroy());
  for (const socket of sockets) socket.destroy();
  await running;
});

it('an outbox that takes nothing costs no mail a try or a claim; they go when there is room', async () => {
  let at = now;
  await makeWaiting(db, [mail, { ...mail, target: 'b@example.org' }]);
  const { run } = openStep(
    toOutbox(() => at),
    () => at,
  );
  const ids = await db.query<{ id: string }>('SELECT id FROM messages');
  for (let minute = 0; minute < 30; minute++) {
    at = later(minute);
    for (const { id } of ids) {
      const stamp = at.toISOString().slice(0, 19).replace(/[:T]/g, '-');
      await symlink('/dev/full', join(outbox, `${stamp}-${id}.html.part`));
    }
    await run();
  }
  expect(await writtenMails()).toBe(0);
  const standing = 'SELECT state, attempts, unsettled_claims AS claims, quarantined_at AS quarantined FROM deliveries';
  for (const row of await db.query(standing)) expect(row).toMatchObject({ attempts: 0, claims: 0, quarantined: null });
  expect(await db.query('SELECT key, since, reason FROM holds')).toMatchObject([
    { key: 'email', since: now, reason: expect.stringMatching(/ENOSPC/) },
  ]);
  for (const name of await readdir(outbox)) await unlink(join(outbox, name));
  at = later(32);
  await run();
  await run();
  expect(await writtenMails()).toBe(2);
  for (const row of await db.query(standing)) expect(row).toMatchObject({ state: 'sent', attempts: 1 });
});
