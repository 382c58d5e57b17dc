import { type FaultyHookServer, startFaultyHookServer } from './faultyHookServer.ts';
import { type NewsServer, startNewsServer } from './newsServer.ts';
import { randomFrom, wordsFrom } from './random.ts';
import { type Service, startService } from './service.ts';
import { headerIn, type SlowMailServer, startSlowMailServer } from './slowMailServer.ts';
import { makeUsedFolder } from './usedDataDir.ts';
import { waitFor } from './waitFor.ts';

/** A channel and a number: `email 0`, `slack 0`, `webhook 3`. */
export type ReceiverName = `${'email' | 'slack' | 'webhook'} ${number}`;

/** The built service with its receivers, every one of whom is to hear of every report on a riot. */
export interface FaultWorld {
  readonly dataDir: string;
  readonly news: NewsServer;
  readonly mail: SlowMailServer;
  readonly hooks: FaultyHookServer;
  readonly receivers: readonly ReceiverName[];
  /** Starts the service, or starts it again. */
  serve(): Promise<Service>;
  /** A new report; its title. */
  publish(feed?: string): string;
  /** Reports on other matters, which nobody is to hear of. */
  flood(items: number): void;
  /** Waits until these receivers have the report. */
  arrives(title: string, at: readonly ReceiverName[], withinMs: number): Promise<void>;
  /** Whom a report that was published has not reached, with its title. */
  missing(): readonly string[];
  /** What a receiver got twice, with other ids than one. */
  repeatedUnderOtherIds(): readonly string[];
  close(): Promise<void>;
}

export interface FaultWorldOptions {
  readonly mails: number;
  readonly webhooks: number;
  /** Without, mails go to the outbox folder, and `mails` is how many readers have theirs there: they are no `receivers`. */
  readonly smtp: boolean;
  readonly seed: number;
}

export async function startFaultWorld({ mails, webhooks, smtp, seed }: FaultWorldOptions): Promise<FaultWorld> {
  const [news, mail, hooks] = await Promise.all([startNewsServer(), startSlowMailServer(), startFaultyHookServer()]);
  const random = randomFrom(seed);
  const published: string[] = [];
  let service: Service | null = null;
  const readers = Array.from({ length: mails }, (_, index): ReceiverName => `email ${index}`);
  const receivers: readonly ReceiverName[] = [
    ...(smtp ? readers : []),
    'slack 0',
    ...Array.from({ length: webhooks }, (_, index): ReceiverName => `webhook ${index}`),
  ];
  const folder = await makeUsedFolder(
    configFiles({ news, hooks, receivers: smtp ? receivers : [...readers, ...receivers] }),
  );

  const arrivals = () => arrivedAt({ mail, hooks });
  const missingOf = (titles: readonly string[], at: readonly ReceiverName[]) => {
    const arrived = arrivals();
    return titles
      .flatMap((title) => at.map((receiver): ArrivalKey => `${receiver}: ${title}`))
      .filter((each) => !arrived.has(each));
  };
  const missing = () => missingOf(published, receivers);
  return {
    ...{ dataDir: folder.data, news, mail, hooks, receivers, missing },
    async serve() {
      service = startService({
        ...{ DATA_DIR: folder.data, CONFIG_DIR: folder.config },
        ...(smtp ? { SMTP_URL: mail.smtpUrl } : {}),
        SLACK_WEBHOOK_URL: hooks.urlOf('slack0'),
        ...{ ALLOW_PRIVATE_ADDRESSES: '127.0.0.0/8', POLL_MIN_SECONDS: '1', LOG_LEVEL: 'warn' },
      });
      await service.started;
      return service;
    },
    publish(feed = 'wire') {
      const number = String(published.length).padStart(4, '0');
      const title = `Riot report ${number}`;
      published.push(title);
      news.publish(feed, { id: number, title, text: wordsFrom(random, 40) });
      return title;
    },
    flood(items) {
      for (let item = 0; item < items; item++)
        news.publish('flood', { id: String(item), title: wordsFrom(random, 6), text: wordsFrom(random, 15) });
    },
    arrives: (title, at, withinMs) =>
      waitFor(() => missingOf([title], at).length === 0, {
        withinMs,
        state: () => `these are missing: ${missingOf([title], at)}\n${service?.output()}`,
      }),
    repeatedUnderOtherIds: () => [...arrivals()].filter(([, ids]) => new Set(ids).size > 1).map(([what]) => what),
    async close() {
      await service?.terminate();
      await Promise.all([news.close(), mail.close(), hooks.close()]);
      await folder.remove();
    },
  };
}

type ArrivalKey = `${string}: ${string}`;

/** The ids under which each receiver got each report. */
function arrivedAt({ mail, hooks }: Pick<FaultWorld, 'mail' | 'hooks'>): ReadonlyMap<ArrivalKey, readonly string[]> {
  const arrivals = new Map<ArrivalKey, string[]>();
  const note = (receiver: string, text: string, id: string) => {
    for (const title of new Set(text.match(/Riot report \d+/g))) {
      const what: ArrivalKey = `${receiver}: ${title}`;
      const ids = arrivals.get(what);
      if (ids === undefined) arrivals.set(what, [id]);
      else ids.push(id);
    }
  };
  for (const { to, headers } of mail.mails)
    note(to.split('@')[0]?.replace('-', ' ') ?? '', headerIn(headers, 'subject'), headerIn(headers, 'message-id'));
  for (const { path, id, body } of hooks.taken) note(path.replace(/\d+$/, ' $&'), titleIn(body), id);
  return arrivals;
}

/** Of what a channel posts, whatever its shape: the report's title stands in it, perhaps with marks. */
const titleIn = (body: string): string => body.replace(/[*_]/g, '');

type ConfigParts = Pick<FaultWorld, 'news' | 'hooks' | 'receivers'>;

function configFiles({ news, hooks, receivers }: ConfigParts) {
  const subscription = { rules: ['riots'], schedule: 'instant', maxPerHour: 0 };
  const of = (receiver: ReceiverName) => {
    const [channel, number] = receiver.split(' ');
    if (channel === 'email') return subscription;
    const target = channel === 'slack' ? 'env:SLACK_WEBHOOK_URL' : hooks.urlOf(`webhook${number}`);
    return { ...subscription, channel, target };
  };
  return {
    rules: { rules: [{ id: 'riots', query: 'title:riot', alert: { on: 'article' } }] },
    feeds: { feeds: ['wire', 'courier', 'flood'].map((name) => ({ url: news.feedUrl(name), name, every: '1s' })) },
    subscribers: {
      subscribers: receivers.map((receiver) => ({
        ...{ email: `${receiver.replace(' ', '-')}@example.org`, name: receiver, timezone: 'UTC' },
        subscriptions: [of(receiver)],
      })),
    },
  };
}
