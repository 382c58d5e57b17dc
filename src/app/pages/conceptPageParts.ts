import { createRuleDeeds } from '../../adapters/store/desk/ruleDeeds.ts';
import { createSearchStore } from '../../adapters/store/history/searchedArticles.ts';
import { createRuleStore } from '../../adapters/store/rules/ruleStore.ts';
import { createConceptViews } from '../../adapters/store/views/conceptLists.ts';
import { createTermCounter } from '../../pipeline/history/countTerms.ts';
import { previewConcept } from '../../pipeline/history/previewConcept.ts';
import type { ConceptsDeps } from '../../web/console/concepts/conceptsDeps.ts';
import type { AppContext } from '../context.ts';

/** What the pages of concepts stand on. */
export function conceptPageParts({ db, clock }: AppContext): ConceptsDeps {
  const search = createSearchStore(db);
  return {
    views: createConceptViews(db),
    store: createRuleDeeds(db),
    definitions: () => createRuleStore(db).read(),
    counter: createTermCounter({ store: search, now: () => clock.now() }),
    preview: (request, signal) => previewConcept(search, request, signal),
    clock,
  };
}
