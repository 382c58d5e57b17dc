import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { comesToRest } from '../support/atRest.ts';
import { type ArrivedMail, type MailServer, startMailServer } from '../support/mailServer.ts';
import { type NewsServer, startNewsServer } from '../support/newsServer.ts';
import { type Random, randomFrom, wordsFrom } from '../support/random.ts';
import { type Service, startService } from '../support/service.ts';
import { rounds } from '../support/soak.ts';
import { waitFor } from '../support/waitFor.ts';

/** The service is killed again and again while articles flow and the mail server misbehaves. */
const kills = rounds({ short: 2, long: 30, setting: 'TOCSIN_KILLS' });
const articles = rounds({ short: 120, long: 2000, setting: 'TOCSIN_ARTICLES' });
const subscribers = rounds({ short: 5, long: 20, setting: 'TOCSIN_SUBSCRIBERS' });
const seed = Number(process.env.TOCSIN_SEED ?? Date.now() % 1_000_000);

const feeds = 10;
const smtpConnections = 4;
const topics = ['riot', 'strike', 'flood', 'election', 'harvest'] as const;

let folder: string;
let news: NewsServer;
let mail: MailServer;
let service: Service | null = null;
const random = randomFrom(seed);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tocsin-kills-'));
  news = await startNewsServer();
  mail = await startMailServer(() => {
    const chance = random();
    return chance < 0.02 ? 'drop' : chance < 0.06 ? 'later' : 'take';
  });
  await writeConfig();
});

afterAll(async () => {
  await service?.terminate();
  await Promise.all([news.close(), mail.close()]);
  await rm(folder, { recursive: true, force: true });
});

const emailOf = (subscriber: number): string => `reader${subscriber}@example.org`;
const topicOf = (index: number): string => topics[index % topics.length] ?? topics[0];
/** Every reader watches two of the five topics. */
const watches = (subscriber: number): readonly string[] => [topicOf(subscriber), topicOf(subscriber + 1)];
const titleOf = (article: number): string => `Report ${String(article).padStart(5, '0')}`;

async function writeConfig(): Promise<void> {
  const config = join(folder, 'config');
  await mkdir(config);
  await writeFile(
    join(config, 'rules.yaml'),
    stringify({ rules: topics.map((topic) => ({ id: topic, query: topic })) }),
  );
  const feedList = Array.from({ length: feeds }, (_, feed) => ({
    url: news.feedUrl(`feed${feed}`),
    name: `feed${feed}`,
    every: '1s',
  }));
  await writeFile(join(config, 'feeds.yaml'), stringify({ feeds: feedList }));
  const readers = Array.from({ length: subscribers }, (_, subscriber) => ({
    email: emailOf(subscriber),
    name: `Reader ${subscriber}`,
    timezone: 'UTC',
    subscriptions: [{ rules: watches(subscriber), schedule: 'instant', maxPerHour: 0 }],
  }));
  await writeFile(join(config, 'subscribers.yaml'), stringify({ subscribers: readers }));
}

/** Texts with nothing in common, so that none is taken for another's repeat. */
const textOf = (article: number, chance: Random): string => `${topicOf(article)} ${wordsFrom(chance, 40)}`;

async function publishAll(overMs: number): Promise<void> {
  for (let article = 0; article < articles; article++) {
    const item = { id: String(article), title: titleOf(article), text: textOf(article, random) };
    news.publish(`feed${article % feeds}`, item);
    await sleep(overMs / articles);
  }
}

const serve = (): Service =>
  startService({
    DATA_DIR: join(folder, 'data'),
    CONFIG_DIR: join(folder, 'config'),
    SMTP_URL: mail.smtpUrl,
    ALLOW_PRIVATE_ADDRESSES: '127.0.0.0/8',
    POLL_MIN_SECONDS: '1',
    LOG_LEVEL: 'warn',
  });

async function killAgainAndAgain(): Promise<void> {
  for (let kill = 0; kill < kills; kill++) {
    service = serve();
    if (kill % 3 !== 0) await service.started;
    await sleep(200 + random() * 2300);
    await service.kill();
  }
}

const notificationIn = ({ to, mail: { subject } }: ArrivedMail): string =>
  `${to} ${/Report \d+/.exec(subject ?? '')?.[0]}`;

function expectedNotifications(): ReadonlySet<string> {
  const all = Array.from({ length: articles }, (_, article) => article);
  const readers = Array.from({ length: subscribers }, (_, subscriber) => subscriber);
  return new Set(
    readers.flatMap((reader) =>
      all
        .filter((article) => watches(reader).includes(topicOf(article)))
        .map((article) => `${emailOf(reader)} ${titleOf(article)}`),
    ),
  );
}

it(`sends every reader every match over ${kills} kills, and repeats at most what was in flight (seed ${seed})`, async () => {
  await Promise.all([publishAll(kills * 2000), killAgainAndAgain()]);
  service = serve();
  await service.started;
  const expected = expectedNotifications();
  const arrivedAt = new Set<string>();
  const missing = () => {
    for (const arrived of mail.mails) arrivedAt.add(notificationIn(arrived));
    return [...expected].filter((notification) => !arrivedAt.has(notification));
  };
  const state = () => `${missing().length} of ${expected.size} missing: ${missing().slice(0, 5)}\n${service?.output()}`;
  await waitFor(() => missing().length === 0, { withinMs: 120_000 + articles * 200, state });
  await comesToRest(join(folder, 'data'), articles, state);

  expect(await service.terminate()).toBe(0);
  service = null;
  const drops = mail.mails.filter(({ dropped }) => dropped).length;
  const repeats = mail.mails.length - expected.size;
  expect([...new Set(mail.mails.map(notificationIn))].filter((notification) => !expected.has(notification))).toEqual(
    [],
  );
  expect(repeats).toBeLessThanOrEqual(kills * smtpConnections + drops);
  expect(idsOfRepeats()).toEqual([]);
}, 900_000);

/** Tellings that came under more than one Message-ID. */
function idsOfRepeats(): readonly string[] {
  const ids = new Map<string, Set<string>>();
  for (const arrived of mail.mails) {
    const known = ids.get(notificationIn(arrived)) ?? new Set();
    ids.set(notificationIn(arrived), known.add(arrived.mail.messageId ?? ''));
  }
  return [...ids].filter(([, known]) => known.size > 1).map(([notification]) => notification);
}
