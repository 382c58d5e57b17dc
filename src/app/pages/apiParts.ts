import { performance } from 'node:perf_hooks';
import { personOfToken } from '../../adapters/store/desk/apiTokens.ts';
import { createDeliveryDeeds } from '../../adapters/store/desk/deliveryDeeds.ts';
import { createKeyedRequests } from '../../adapters/store/desk/keyedRequests.ts';
import { createRuleDeeds } from '../../adapters/store/desk/ruleDeeds.ts';
import { createRuleStore } from '../../adapters/store/rules/ruleStore.ts';
import { createApiViews } from '../../adapters/store/views/createApiViews.ts';
import { createMessageViews } from '../../adapters/store/views/messageViews.ts';
import { readMetricCounts } from '../../adapters/store/views/readMetricCounts.ts';
import type { ApiDeps } from '../../web/api/apiRoutes.ts';
import type { ProcessNow } from '../../web/api/metrics.ts';
import type { AppContext } from '../context.ts';

/** What the API stands on. */
export const apiParts = ({ db, wake }: AppContext): ApiDeps => ({
  views: createApiViews(db),
  personOfToken: (tokenHash, at) => personOfToken(db, tokenHash, at),
  requests: createKeyedRequests(db),
  messages: createMessageViews(db),
  deliveryDeeds: { store: createDeliveryDeeds(db), wake },
  ruleDeeds: createRuleDeeds(db),
  concepts: async () => (await createRuleStore(db).read()).concepts,
  metricCounts: () => readMetricCounts(db),
  processNow,
});

function processNow(): ProcessNow {
  const [{ user, system }, { rss, heapUsed }] = [process.cpuUsage(), process.memoryUsage()];
  return {
    cpuSeconds: (user + system) / 1_000_000,
    residentBytes: rss,
    heapBytes: heapUsed,
    startedAtSeconds: performance.timeOrigin / 1000,
  };
}
