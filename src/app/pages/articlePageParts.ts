import { createDeliveryFacts } from '../../adapters/store/history/deliveryFactsOf.ts';
import { createSearchStore } from '../../adapters/store/history/searchedArticles.ts';
import { readConcepts } from '../../adapters/store/rules/conceptList.ts';
import { readRuleChoices, readRuleInForce } from '../../adapters/store/rules/ruleInForce.ts';
import { createArticleViews } from '../../adapters/store/views/articleViews.ts';
import { createConsoleStore } from '../../adapters/store/views/consoleViews.ts';
import { subscribersSlice } from '../../adapters/store/views/subscriberSlices.ts';
import { explainDelivery } from '../../pipeline/history/explainDelivery.ts';
import { searchArticles } from '../../pipeline/history/searchArticles.ts';
import type { ArticlesDeps } from '../../web/console/articles/articlesPages.tsx';
import type { AppContext } from '../context.ts';

/** What the pages of articles stand on. */
export function articlePageParts({ db, clock }: AppContext): ArticlesDeps {
  const deliveryFacts = createDeliveryFacts(db);
  const searchStore = createSearchStore(db);
  return {
    views: createArticleViews(db),
    search: (request, signal) => searchArticles(searchStore, request, signal),
    concepts: () => readConcepts(db),
    ruleChoices: () => readRuleChoices(db),
    ruleInForce: (ruleId) => readRuleInForce(db, ruleId),
    people: (limit) => subscribersSlice(db, { after: null, limit }),
    explain: (articleId, subscriberId) => explainDelivery({ store: deliveryFacts, clock }, articleId, { subscriberId }),
    store: createConsoleStore(db),
    clock,
  };
}
