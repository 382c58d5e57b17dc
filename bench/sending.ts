import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { Worker } from 'node:worker_threads';
import { createTransport } from 'nodemailer';
import { createMailRenderer } from '../src/adapters/channels/mail/renderMail.ts';
import { createSmtpChannel } from '../src/adapters/channels/smtp/smtpChannel.ts';
import { type Database, openDatabase } from '../src/adapters/store/database.ts';
import { createDeliverStore } from '../src/adapters/store/deliver/deliveries.ts';
import { createNoticeStore } from '../src/adapters/store/deliver/notices.ts';
import { keepTarget } from '../src/adapters/store/deliver/targets.ts';
import { startEmbedded } from '../src/adapters/store/embedded/embeddedServer.ts';
import { createRuleStore } from '../src/adapters/store/rules/ruleStore.ts';
import { migrate } from '../src/adapters/store/schema/migrate.ts';
import { createSubscriberList } from '../src/adapters/store/subscribers/subscriberList.ts';
import { systemClock, systemRandom } from '../src/app/systemPorts.ts';
import { targetOf } from '../src/domain/deliveries/target.ts';
import type { Alert } from '../src/domain/digests/message.ts';
import { deliverDue } from '../src/pipeline/deliver/deliverMessages.ts';
import { mailsAtOnce } from '../src/pipeline/deliver/laneSizes.ts';

/**
 * 2,000 subscribers on one rule get the same alert: how many mails a second the deliver step sends, from the store to the
 * settled row, over what nodemailer alone does with the rendered mails on the same sink.
 *
 *     node dist/bench/sending.js [MAILS]
 */
const mails = Number(process.argv[2] ?? 2000);
const rounds = 5;
const log = {
  info: () => undefined,
  warn: () => undefined,
  error: (about: unknown, text?: string) => console.error(text, about),
};
const renderMail = createMailRenderer({
  from: { name: 'Tocsin', address: 'tocsin@example.org' },
  linkFor: (id) => `https://tocsin.example.org/unsubscribe/${id}.signature`,
  publicUrl: '',
});
const text = 'A riot began in the morning, the police said. At least 12 people were injured, and shops stayed closed. ';
const alert = (id: string, subscriptionId: number): Alert => ({
  ...{ kind: 'alert', id, subscriptionId, key: `fold:${id}` },
  entries: [
    {
      ...{ title: { text: 'Riot in the city', highlights: [[0, 4]] }, link: 'https://wire.example/1', lang: 'en' },
      excerpts: Array.from({ length: 3 }, () => ({ text: text.repeat(2), highlights: [[2, 6]] as const })),
      outlet: { name: 'Steppe Wire', domain: 'wire.example' },
      ...{ publishedAt: '2022-01-06T08:30:00.000Z', seenAt: '2022-01-06T08:31:00.000Z', articleRevision: 1 },
      reasons: [{ ruleId: 'riot', ruleName: 'Riots', ruleRevision: 1 }],
    },
  ],
});

async function subscribe(db: Database): Promise<readonly number[]> {
  const now = systemClock.now();
  const rule = {
    id: 'riot',
    name: 'Riots',
    query: 'riot',
    owner: null,
    alert: { on: 'article' as const },
    concepts: {},
  };
  await createRuleStore(db).replace([rule], {}, { by: 'bench', why: 'bench', at: now });
  const subscribers = Array.from({ length: mails }, (_, index) => ({
    ...{ email: `reader-${index}@example.org`, name: `Reader ${index}`, timezone: 'Asia/Almaty' },
    subscriptions: [
      {
        ...{
          id: null,
          rules: ['riot'],
          channel: 'email' as const,
          target: `reader-${index}@example.org`,
          secretRef: null,
        },
        ...{ schedule: { every: 'instant' as const }, quiet: null, maxPerHour: 0 },
      },
    ],
  }));
  await createSubscriberList(db).replace(subscribers, now);
  return (await db.query<{ id: number }>('SELECT id FROM subscriptions ORDER BY id')).map(({ id }) => id);
}

async function plan(db: Database, subscriptions: readonly number[]): Promise<void> {
  const now = systemClock.now();
  await db.transaction(async (tx) => {
    for (const [index, id] of subscriptions.entries()) {
      const message = alert(randomUUID(), id);
      const targetId = await keepTarget(tx, targetOf({ channel: 'email', target: `reader-${index}@example.org` }));
      await tx.execute(
        `WITH made AS (INSERT INTO messages (id, subscription_id, kind, key, content, created_at) VALUES ($1, $2, 'alert', $3, $4, $5) RETURNING id)
         INSERT INTO deliveries (message_id, target_id, state, due_at) SELECT id, $6, 'pending', $5 FROM made`,
        [message.id, id, message.key, JSON.stringify(message), now, targetId],
      );
    }
  });
}

interface Rate {
  readonly mailsASecond: number;
  /** Of this process, the sink with it. */
  readonly cpuMsAMail: number;
}

async function timed(run: () => Promise<unknown>): Promise<Rate> {
  const [start, cpuStart] = [performance.now(), process.cpuUsage()];
  await run();
  const { user, system } = process.cpuUsage(cpuStart);
  return { mailsASecond: mails / ((performance.now() - start) / 1000), cpuMsAMail: (user + system) / 1000 / mails };
}

const shown = ({ mailsASecond, cpuMsAMail }: Rate): string =>
  `${mailsASecond.toFixed(0)} mails/s (${cpuMsAMail.toFixed(2)} ms of processor time each)`;

async function nodemailerAlone(smtpUrl: string): Promise<Rate> {
  const transport = createTransport({
    pool: true,
    host: '127.0.0.1',
    port: Number(new URL(smtpUrl).port),
    secure: false,
  });
  const subscriber = { id: 1, email: 'a@example.org', name: 'Reader', timezone: 'Asia/Almaty' };
  const subscription = {
    ...{ id: 1, subscriber, channel: 'email' as const, target: 'reader@example.org', secretRef: null },
    ...{ schedule: { every: 'instant' as const }, quiet: null, maxPerHour: 0, ruleIds: ['riot'] },
  };
  const rendered = await renderMail(alert(randomUUID(), 1), subscription);
  const rate = await timed(() =>
    Promise.all(
      Array.from({ length: mails }, (_, index) =>
        transport.sendMail({
          ...{ ...rendered, headers: { ...rendered.headers }, messageId: `<${randomUUID()}@example.org>` },
          to: { name: `Reader ${index}`, address: `reader-${index}@example.org` },
        }),
      ),
    ),
  );
  transport.close();
  return rate;
}

const sink = new Worker(new URL('./smtpSink.js', import.meta.url));
const [{ port }] = await once(sink, 'message');
const smtpUrl = `smtp://127.0.0.1:${port}`;
const dataDir = await mkdtemp(join(tmpdir(), 'tocsin-bench-'));
const server = await startEmbedded({ dataDir, log });
const db = openDatabase({ connectionString: server.connectionString, maxConnections: 10, log });
try {
  await migrate(db);
  const subscriptions = await subscribe(db);
  const smtp = createSmtpChannel({ smtpUrl, dkim: null, renderMail, limitMs: 60_000, maxConnections: mailsAtOnce });
  const deps = {
    ...{ store: createDeliverStore(db), notices: createNoticeStore(db), channels: new Map([['email' as const, smtp]]) },
    ...{ clock: systemClock, random: systemRandom, log },
    sendNotice: async () => ({ kind: 'sent', response: '' }) as const,
  };
  const ratios: number[] = [];
  for (let round = 1; round <= rounds; round++) {
    await plan(db, subscriptions);
    const alone = await nodemailerAlone(smtpUrl);
    const ours = await timed(() => deliverDue(deps, new AbortController().signal));
    const ratio = ours.mailsASecond / alone.mailsASecond;
    ratios.push(ratio);
    console.log(
      `round ${round}: nodemailer alone ${shown(alone)}, the deliver step ${shown(ours)}: ${ratio.toFixed(2)}`,
    );
  }
  const [left] = await db.query<{ unsent: number }>(
    `SELECT count(*)::int AS unsent FROM deliveries WHERE state <> 'sent'`,
  );
  const median = ratios.toSorted((a, b) => a - b)[Math.floor(rounds / 2)] ?? 0;
  console.log(`sending: median ${median.toFixed(2)} of nodemailer alone; ${left?.unsent} unsent`);
  await smtp.close();
} finally {
  await db.close();
  await server.leave();
  await sink.terminate();
  await rm(dataDir, { recursive: true, force: true });
}
