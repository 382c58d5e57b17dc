import type { Database } from '../../src/adapters/store/database.ts';
import { createFeedList } from '../../src/adapters/store/feeds/feedList.ts';
import { createMatchStore } from '../../src/adapters/store/match/articlesToMatch.ts';
import { createPollStore } from '../../src/adapters/store/poll/polledFeeds.ts';
import { createRuleSource, loadRuleSet } from '../../src/adapters/store/rules/ruleSource.ts';
import { createRuleStore } from '../../src/adapters/store/rules/ruleStore.ts';
import { createStoryStore } from '../../src/adapters/store/story/articlesToPlace.ts';
import { createSubscriberList } from '../../src/adapters/store/subscribers/subscriberList.ts';
import type { FeedItem } from '../../src/domain/articles/article.ts';
import { contentHash, identityKeys } from '../../src/domain/articles/identity.ts';
import type { SubscriptionDefinition } from '../../src/domain/configuration/definitions.ts';
import { nothingRemembered } from '../../src/domain/feeds/feed.ts';
import { notRedirected } from '../../src/domain/feeds/feedAddress.ts';
import type { IncomingArticle, SavedCounts } from '../../src/pipeline/poll/pollStore.ts';
import { createStoryWriter } from '../../src/pipeline/story/storyWriter.ts';
import { silentLog } from './silentLog.ts';

export const now = new Date('2022-01-06T12:00:00Z');
export const later = (minutes: number): Date => new Date(now.getTime() + minutes * 60_000);

export const feedItem = (changes: Partial<FeedItem>): FeedItem => ({
  ...{ guid: null, link: null, title: 'A riot began', summary: null, contentText: null, author: null },
  ...{
    outlet: { name: 'Wire', domain: 'wire.example' },
    publishedAt: now,
    updatedAt: null,
    lang: 'en',
    enclosures: [],
  },
  ...changes,
});

export const incoming = (item: FeedItem): IncomingArticle => ({
  item,
  audience: 'everyone',
  page: null,
  keys: identityKeys(item),
  contentHash: contentHash(item),
});

const noHints = { requestedSeconds: null, skipHours: [], skipDays: [] };
export const planAt = (nextPollAt: Date) => ({
  nextPollAt,
  intervalSeconds: 60,
  itemsPerHour: null,
  usualGapSeconds: null,
  isOutrun: false,
});

export const feedUrl = (name: string): string => `https://${name}.example/rss`;

/** Two feeds, a rule `riot`, and one subscriber to it. */
export async function settle(
  db: Database,
  subscriptions: readonly Partial<SubscriptionDefinition>[] = [{}],
): Promise<void> {
  await createFeedList(db).replace(
    ['one', 'two'].map((name) => ({ url: feedUrl(name), name, everySeconds: 60 })),
    now,
  );
  const rule = {
    id: 'riot',
    name: 'Riot',
    query: 'riot',
    owner: null,
    alert: { on: 'article' as const },
    concepts: {},
  };
  await createRuleStore(db).replace([rule], {}, { by: 'test', why: 'test', at: now });
  const whole = subscriptions.map(
    (each, index): SubscriptionDefinition => ({
      ...{ id: `s${index}`, rules: ['riot'], channel: 'email', target: 'a@example.org', secretRef: null },
      ...{ schedule: { every: 'instant' }, quiet: null, maxPerHour: 20 },
      ...each,
    }),
  );
  await createSubscriberList(db).replace(
    [{ email: 'a@example.org', name: 'A', timezone: 'UTC', subscriptions: whole }],
    now,
  );
}

/** A settlement's part that a test says nothing of. */
export const remembered = {
  memory: nothingRemembered,
  rereadAt: later(100_000),
  address: notRedirected,
  hints: noHints,
  hub: null,
};

/** Polls the feed of that name with these items. */
export const pollFeed = (db: Database, name: string, items: readonly FeedItem[], at = now): Promise<SavedCounts> =>
  pollIncoming(db, name, items.map(incoming), at);

/** Polls the feed of that name with these, as they are. */
export async function pollIncoming(
  db: Database,
  name: string,
  articles: readonly IncomingArticle[],
  at = now,
): Promise<SavedCounts> {
  const store = createPollStore(db);
  await db.execute('UPDATE feeds SET next_poll_at = $2 WHERE url = $1', [feedUrl(name), at]);
  await db.execute(`UPDATE feeds SET next_poll_at = $2 WHERE url <> $1`, [feedUrl(name), later(100_000)]);
  const [claimed] = await store.claimDueFeeds(at, 1);
  if (claimed === undefined) throw new Error(`the feed ${name} was not due`);
  const settlement = {
    kind: 'document',
    articles,
    ...remembered,
    plan: () => planAt(later(100_000)),
  } as const;
  const saved = await store.settlePoll(claimed.lease, settlement, at);
  if (saved === null) throw new Error('the lease was lost');
  return saved;
}

/** Brings all that waits through match (every article matches rule 1) and story, up to planning. */
export async function passToPlan(db: Database): Promise<void> {
  const match = createMatchStore(db);
  const ruleSet = await createRuleSource(db).currentRuleSet();
  const [rule] = (await loadRuleSet(db, ruleSet)).rules;
  for (let claimed = await match.claimForMatch(50); claimed.length > 0; claimed = await match.claimForMatch(50)) {
    const matches =
      rule === undefined
        ? []
        : [
            {
              ruleRevisionId: rule.id,
              ruleId: rule.ruleId,
              spans: [['title', 2, 6] as const],
              score: 1,
              awaits: null,
              shown: [],
            },
          ];
    const reading = { figures: [], totals: {} };
    await match.settleMatched(claimed.map(({ lease }) => ({ lease, ruleSet, matches, reading })));
  }
  const clock = { now: () => now };
  const writer = createStoryWriter({ store: createStoryStore(db), clock, wake: () => undefined, log: silentLog });
  await writer.run(new AbortController().signal);
  await writer.close();
}
