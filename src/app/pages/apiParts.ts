import { performance } from 'node:perf_hooks';
import { readSubscriptionEntry } from '../../../config/subscriptionShape.ts';
import { systemSecrets } from '../../adapters/secrets/systemSecrets.ts';
import { createTokenStore, listTokens, personOfToken } from '../../adapters/store/desk/apiTokens.ts';
import { listDeeds } from '../../adapters/store/desk/auditViews.ts';
import { createDeliveryDeeds } from '../../adapters/store/desk/deliveryDeeds.ts';
import { createKeyedRequests } from '../../adapters/store/desk/keyedRequests.ts';
import { createPeopleStore } from '../../adapters/store/desk/people.ts';
import { listPeople, personById } from '../../adapters/store/desk/peopleViews.ts';
import { createPersonalData } from '../../adapters/store/desk/personalData.ts';
import { createRuleDeeds, draftsOfRule } from '../../adapters/store/desk/ruleDeeds.ts';
import { createLinkStore } from '../../adapters/store/desk/signInLinks.ts';
import { createAttentionStore } from '../../adapters/store/desk/storyAttention.ts';
import { createSubscriberDeeds } from '../../adapters/store/desk/subscriberDeeds.ts';
import { createSubscriptionDeeds } from '../../adapters/store/desk/subscriptionDeeds.ts';
import { createStoryEdits } from '../../adapters/store/story/storyEdits.ts';
import { createArticleViews } from '../../adapters/store/views/articleViews.ts';
import { createApiViews } from '../../adapters/store/views/createApiViews.ts';
import { createMessageViews } from '../../adapters/store/views/messageViews.ts';
import { readMetricCounts } from '../../adapters/store/views/readMetricCounts.ts';
import { attentionNow } from '../../adapters/store/views/storySlices.ts';
import { subscriptionById } from '../../adapters/store/views/subscriberSlices.ts';
import type { ApiDeps } from '../../web/api/apiRoutes.ts';
import type { ProcessNow } from '../../web/api/metrics.ts';
import type { AppContext } from '../context.ts';
import { feedPageParts } from './feedPageParts.ts';
import { mcpParts } from './mcpParts.ts';

/** What the API stands on. */
export function apiParts(context: AppContext): ApiDeps {
  const { db, wake, settings, clock, channels, random } = context;
  const feeds = feedPageParts(context);
  return {
    ...mcpParts(db, clock),
    views: createApiViews(db),
    articles: createArticleViews(db),
    feed: feeds.feed,
    feedDeeds: feeds.deeds,
    readEntry: feeds.readEntry,
    tryFeed: feeds.tryFeed,
    wakePolls: feeds.wake,

    personOfToken: (tokenHash, at) => personOfToken(db, tokenHash, at),
    requests: createKeyedRequests(db),
    attentionStore: createAttentionStore(db),
    attention: (storyId, now) => attentionNow(db, storyId, now),
    people: (page) => listPeople(db, page),
    person: (id) => personById(db, id),
    tokens: () => listTokens(db, null),
    peopleStore: createPeopleStore(db),
    tokenStore: createTokenStore(db),
    links: { store: createLinkStore(db), secrets: systemSecrets },
    publicUrl: settings.publicUrl,
    deeds: (filter) => listDeeds(db, filter),
    messages: createMessageViews(db),
    deliveryDeeds: { store: createDeliveryDeeds(db), wake },
    ruleDeeds: createRuleDeeds(db),
    draftsOfRule: (ruleId) => draftsOfRule(db, ruleId),
    subscription: (id) => subscriptionById(db, id),
    readSubscription: readSubscriptionEntry,
    personalData: createPersonalData(db),
    test: { store: createSubscriptionDeeds(db), channels, random },
    subscriberDeeds: createSubscriberDeeds(db),
    subscriptionDeeds: createSubscriptionDeeds(db),
    storyEdits: createStoryEdits(db),
    metricCounts: () => readMetricCounts(db),
    processNow,
  };
}

function processNow(): ProcessNow {
  const [{ user, system }, { rss, heapUsed }] = [process.cpuUsage(), process.memoryUsage()];
  return {
    cpuSeconds: (user + system) / 1_000_000,
    residentBytes: rss,
    heapBytes: heapUsed,
    startedAtSeconds: performance.timeOrigin / 1000,
  };
}
