import { heldUrl } from '../../src/adapters/http/heldUrl.ts';
import type { Database } from '../../src/adapters/store/database.ts';
import { createDeliverStore } from '../../src/adapters/store/deliver/deliveries.ts';
import { createNoticeStore } from '../../src/adapters/store/deliver/notices.ts';
import { createFeedList } from '../../src/adapters/store/feeds/feedList.ts';
import { createMatchStore } from '../../src/adapters/store/match/articlesToMatch.ts';
import { createPlanStore } from '../../src/adapters/store/plan/articlesToPlan.ts';
import { createPollStore } from '../../src/adapters/store/poll/polledFeeds.ts';
import { createReadStore } from '../../src/adapters/store/read/articlesToRead.ts';
import { createRuleSource } from '../../src/adapters/store/rules/ruleSource.ts';
import { createRuleStore } from '../../src/adapters/store/rules/ruleStore.ts';
import { createFetchHolds } from '../../src/adapters/store/shared/heldTargets.ts';
import { createSweepStore } from '../../src/adapters/store/shared/stepsWithWork.ts';
import { createStoryStore } from '../../src/adapters/store/story/articlesToPlace.ts';
import { createSubscriberList } from '../../src/adapters/store/subscribers/subscriberList.ts';
import { createHealthStore } from '../../src/adapters/store/watch/feedHealth.ts';
import { createSendingStore } from '../../src/adapters/store/watch/sendingRound.ts';
import { systemRandom } from '../../src/app/systemPorts.ts';
import type { FeedItem } from '../../src/domain/articles/article.ts';
import type { SubscriptionDefinition } from '../../src/domain/configuration/definitions.ts';
import { channelNames } from '../../src/domain/digests/channels.ts';
import type { Message } from '../../src/domain/digests/message.ts';
import type { ChannelName } from '../../src/domain/digests/subscription.ts';
import { emptyHeader, nothingRemembered } from '../../src/domain/feeds/feed.ts';
import type { Notice } from '../../src/domain/notices/notice.ts';
import { conceptsOfQuery } from '../../src/domain/rules/language/conceptsOfQuery.ts';
import type { Concepts } from '../../src/domain/rules/rule.ts';
import type { RuleDefinition } from '../../src/domain/rules/ruleDefinition.ts';
import { createRuleReader } from '../../src/domain/rules/sight/ruleReader.ts';
import { deliverDue } from '../../src/pipeline/deliver/deliverMessages.ts';
import { matchWaiting } from '../../src/pipeline/match/matchArticles.ts';
import { planWaiting } from '../../src/pipeline/plan/planMessages.ts';
import { pollDueFeeds } from '../../src/pipeline/poll/pollFeeds.ts';
import type { PollStore, SavedCounts } from '../../src/pipeline/poll/pollStore.ts';
import { readWaiting } from '../../src/pipeline/read/readPages.ts';
import { createStoryWriter } from '../../src/pipeline/story/storyWriter.ts';
import { watchHealth } from '../../src/pipeline/watch/watchHealth.ts';
import { watchSending } from '../../src/pipeline/watch/watchSending.ts';
import type { Channel, OutgoingMessage, SendOutcome } from '../../src/ports/channel.ts';
import type { Clock } from '../../src/ports/clock.ts';
import type { FetchOutcome } from '../../src/ports/feedSource.ts';
import type { SendNotice } from '../../src/ports/noticeMailer.ts';
import type { PageSource } from '../../src/ports/pageSource.ts';
import type { Step } from '../../src/ports/queue.ts';
import { createTestDatabase } from './database.ts';
import { createMatcherHere } from './matcherHere.ts';
import { silentLog } from './silentLog.ts';
import { feedItem, feedUrl } from './world.ts';

export interface Sent {
  /** Minutes since the start. */
  readonly minute: number;
  readonly subscription: number;
  readonly message: Message;
}

export interface SentNotice extends Notice {
  readonly minute: number;
  readonly messageId: string;
}

/** The whole pipeline on a clock that stands still until it is moved: real store, feeds and receivers in memory. */
export interface QuietWorld {
  readonly db: Database;
  /** For commands that are run against this world. */
  readonly connectionString: string;
  /** What was told so far, in order. */
  readonly sent: readonly Sent[];
  /** What each document came to so far, in order. */
  readonly saved: readonly SavedCounts[];
  /** Mails to owners about the service itself, in order. */
  readonly notices: readonly SentNotice[];
  /** Puts the item into the feed, in place of what has its guid. */
  publish(feed: string, item: Partial<FeedItem>): void;
  /** What the feed shows from now on. */
  show(feed: string, items: readonly FeedItem[]): void;
  /** What the feed answers instead of its items; null: its items again. */
  respond(feed: string, outcome: FetchOutcome | null): void;
  /** What the receiver answers; by default it takes everything. */
  receive(react: () => SendOutcome): void;
  /** What the receiver answers to this message. */
  receiveMessage(react: (outgoing: OutgoingMessage) => SendOutcome): void;
  /** What is answered to notices; as to messages, where nothing is said. */
  receiveNotices(react: () => SendOutcome): void;
  /** Moves the clock minute by minute; at each minute every step runs until nothing is due, see `stepsDue` about polls. */
  runUntil(minute: number): Promise<void>;
  /** Moves the clock there and polls; no other step runs. */
  pollAt(minute: number): Promise<void>;
  /** Looks at the health of feeds and rules, as a process that has just started would, and sends what comes of it. */
  watch(): Promise<void>;
  /** Looks at what is held and switched off, and sends what comes of it. */
  watchSending(): Promise<void>;
  /** Moves the clock while nothing runs. */
  sleepUntil(minute: number): void;
  at(minute: number): Date;
  /** The story writer steps down; the next leader reads the store. */
  changeWriter(): Promise<void>;
  close(): Promise<void>;
}

export interface QuietWorldOptions {
  /** Minute 0. */
  readonly start: string;
  readonly feeds: readonly string[];
  /** Queries by rule; without more said, each article is told. */
  readonly rules: Readonly<Record<string, string | (Partial<RuleDefinition> & Pick<RuleDefinition, 'query'>)>>;
  readonly concepts?: Concepts;
  readonly timezone?: string;
  /** The feeds allow that the pages of their articles are read, from here. */
  readonly pages?: (db: Database, clock: Clock) => PageSource;
  readonly subscriptions: readonly (Partial<SubscriptionDefinition> & Pick<SubscriptionDefinition, 'rules'>)[];
}

export async function createQuietWorld(options: QuietWorldOptions): Promise<QuietWorld> {
  const database = await createTestDatabase();
  const { db } = database;
  const at = (minute: number) => new Date(Date.parse(options.start) + minute * 60_000);
  let minute = 0;
  const clock = { now: () => at(minute) };
  await fill(options, db, at(0));

  const items = new Map<string, FeedItem[]>();
  const responses = new Map<string, FetchOutcome>();
  /** Feeds that show something new, each with the minute from which a poll a minute would see it. */
  const unread = new Map(options.feeds.map((name) => [name, 0]));
  let restedAt = -1;
  const isChanged = (name: string) => unread.set(name, restedAt === minute ? minute + 1 : minute);
  const sent: Sent[] = [];
  const notices: SentNotice[] = [];
  const saved: SavedCounts[] = [];
  const pollStore = createPollStore(db);
  const countingStore: PollStore = {
    ...pollStore,
    async settlePoll(lease, settlement, now) {
      const counts = await pollStore.settlePoll(lease, settlement, now);
      if (counts !== null) saved.push(counts);
      return counts;
    },
  };
  let react = (_outgoing: OutgoingMessage | null): SendOutcome => ({ kind: 'sent', response: 'ok' });
  let reactToNotice: (() => SendOutcome) | null = null;
  const nameOf = (url: string) => new URL(url).hostname.replace('.example', '');
  const feeds = {
    async fetch({ url }: { readonly url: string }): Promise<FetchOutcome> {
      const name = nameOf(url);
      const response = responses.get(name);
      if (response !== undefined) return response;
      unread.delete(name);
      return {
        ...{ kind: 'document', memory: nothingRemembered, permanentUrl: null, freshForSeconds: null },
        answeredBy: heldUrl(url),
        header: { ...emptyHeader, format: 'rss', title: name },
        items: [...(items.get(name) ?? [])].reverse(),
      };
    },
  };
  const channel = (name: ChannelName): Channel => ({
    name,
    close: async () => undefined,
    async send(outgoing) {
      const { message, subscription } = outgoing;
      const outcome = react(outgoing);
      if (outcome.kind === 'sent') sent.push({ minute, subscription: subscription.id, message });
      return outcome;
    },
  });

  const common = { clock, random: systemRandom, wake: () => undefined, log: silentLog };
  const holds = createFetchHolds(db);
  const matcher = createMatcherHere(createRuleSource(db));
  const pages = options.pages?.(db, clock) ?? noPages;
  const writer = createStoryWriter({ ...common, store: createStoryStore(db) });
  const signal = new AbortController().signal;
  const channels = new Map(channelNames.map((name) => [name, channel(name)]));
  const steps: Readonly<Record<Step, () => Promise<void>>> = {
    poll: () =>
      pollDueFeeds(
        { ...common, store: countingStore, feeds, holds, limits: { minSeconds: 60, maxSeconds: 600 } },
        signal,
      ),
    read: () => readWaiting({ ...common, store: createReadStore(db), pages, holds }, signal),
    match: () => matchWaiting({ ...common, store: createMatchStore(db), matcher }, signal),
    story: () => writer.run(signal),
    plan: () => planWaiting({ ...common, store: createPlanStore(db) }, signal),
    deliver: async () => {
      const mails = { notices: createNoticeStore(db), sendNotice };
      await deliverDue({ ...common, ...mails, store: createDeliverStore(db), channels }, signal);
    },
  };
  const sendNotice: SendNotice = async (notice, messageId) => {
    const outcome = (reactToNotice ?? (() => react(null)))();
    if (outcome.kind === 'sent') notices.push({ minute, messageId, ...notice });
    return outcome;
  };
  const sweepStore = createSweepStore(db);
  /** Feeds that show what they showed are polled at every tenth minute only: most of a test's time would go there. */
  const stepsDue = async (): Promise<readonly Step[]> => {
    const due = [...(await sweepStore.stepsWithWork(clock.now()))];
    const isNews = responses.size > 0 || [...unread.values()].some((from) => from <= minute);
    return isNews || minute % 10 === 0 ? due : due.filter((step) => step !== 'poll');
  };
  const rest = async () => {
    for (let due = await stepsDue(); due.length > 0; due = await stepsDue()) {
      for (const step of due) await steps[step]();
    }
    restedAt = minute;
  };

  return {
    db,
    connectionString: database.connectionString,
    sent,
    saved,
    notices,
    at,
    changeWriter: writer.close,
    publish: (feed, item) => {
      const outlet = { name: feed, domain: `${feed}.example` };
      isChanged(feed);
      const others = (items.get(feed) ?? []).filter(({ guid }) => guid === null || guid !== item.guid);
      items.set(feed, [...others, feedItem({ outlet, publishedAt: clock.now(), ...item })]);
    },
    show(feed, shown) {
      isChanged(feed);
      items.set(feed, [...shown].reverse());
    },
    respond(feed, outcome) {
      isChanged(feed);
      if (outcome === null) responses.delete(feed);
      else responses.set(feed, outcome);
    },
    receive: (reaction) => {
      react = reaction;
    },
    receiveMessage: (reaction) => {
      react = (outgoing) => (outgoing === null ? { kind: 'sent', response: 'ok' } : reaction(outgoing));
    },
    receiveNotices: (reaction) => {
      reactToNotice = reaction;
    },
    async runUntil(end) {
      for (; minute < end; minute++) await rest();
      await rest();
    },
    async pollAt(at) {
      minute = at;
      await steps.poll();
    },
    async watch() {
      const store = createHealthStore(db);
      const consoleUrl = 'http://127.0.0.1:8080';
      await watchHealth({ ...common, store, readRules: createRuleReader(), admin: 'admin@example.org', consoleUrl });
      await rest();
    },
    async watchSending() {
      const ways = { admin: 'admin@example.org', hasSlack: true, consoleUrl: 'http://127.0.0.1:8080' };
      await watchSending({ ...common, ...ways, store: createSendingStore(db) });
      await rest();
    },
    sleepUntil: (end) => {
      minute = end;
    },
    async close() {
      await writer.close();
      await database.drop();
    },
  };
}

const noPages: PageSource = {
  read: async () => ({ outcome: { kind: 'none', message: 'there are no pages' }, pauseSeconds: 0 }),
};

async function fill(
  { feeds, rules, concepts = {}, subscriptions, timezone = 'UTC', pages }: QuietWorldOptions,
  db: Parameters<typeof createFeedList>[0],
  now: Date,
): Promise<void> {
  await createFeedList(db).replace(
    feeds.map((name) => ({
      ...{ url: feedUrl(name), name, everySeconds: 60 },
      ...(pages !== undefined && { fullText: true as const }),
    })),
    now,
  );
  const definitions = Object.entries(rules).map(([id, rule]) => ({
    ...{ id, name: id, owner: null, alert: { on: 'article' as const } },
    ...(typeof rule === 'string' ? { query: rule } : rule),
  }));
  await createRuleStore(db).replace(
    definitions.map((rule) => ({ ...rule, concepts: conceptsOfQuery(rule.query, concepts) })),
    concepts,
    { by: 'test', why: 'test', at: now },
  );
  const whole = subscriptions.map(
    (each, index): SubscriptionDefinition => ({
      ...{ id: `s${index + 1}`, channel: 'email', target: 'desk@example.org', secretRef: null },
      ...{ schedule: { every: 'instant' }, quiet: null, maxPerHour: 20 },
      ...each,
    }),
  );
  await createSubscriberList(db).replace(
    [{ email: 'desk@example.org', name: 'Desk', timezone, subscriptions: whole }],
    now,
  );
}
