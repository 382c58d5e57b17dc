import { createRuleDeeds } from '../../adapters/store/desk/ruleDeeds.ts';
import { createExplainStore } from '../../adapters/store/history/explainedArticles.ts';
import { createForecastStore } from '../../adapters/store/history/forecastedRules.ts';
import { createSearchStore } from '../../adapters/store/history/searchedArticles.ts';
import { createConsoleStore } from '../../adapters/store/views/consoleViews.ts';
import { createRuleBoard } from '../../adapters/store/views/ruleBoardViews.ts';
import { dayMs } from '../../domain/basics/time.ts';
import { unsavedRule } from '../../domain/rules/unsavedRule.ts';
import { formatSchedule } from '../../domain/schedules/parseSchedule.ts';
import { explainQuery } from '../../pipeline/history/explainQuery.ts';
import { forecastRule } from '../../pipeline/history/forecastRule.ts';
import { previewQuery } from '../../pipeline/history/previewQuery.ts';
import { previewDays } from '../../web/console/rules/previewing.ts';
import type { RulesPagesDeps } from '../../web/console/rules/rulesDeps.ts';
import { rulesKind } from '../configuration/rulesKind.ts';
import type { AppContext } from '../context.ts';
import { driftLook } from './driftLook.ts';

/** What the pages of rules stand on. */
export function rulePageParts(context: AppContext): RulesPagesDeps {
  const { db, clock } = context;
  const search = createSearchStore(db);
  const forecastStore = createForecastStore(db);
  const explainStore = createExplainStore(db);
  return {
    differsFromFile: driftLook(rulesKind, context),
    store: createRuleDeeds(db),
    board: createRuleBoard(db),
    notices: (limit) => createConsoleStore(db).notices(limit),
    preview: (request, signal) => previewQuery(search, request, signal),
    async forecast({ rule, concepts, current }, signal) {
      const now = clock.now();
      const { id: ruleId, ...definition } = rule;
      const request = {
        range: { since: new Date(now.getTime() - previewDays * dayMs), until: now },
        ...{ saved: current, candidate: unsavedRule({ ...definition, ruleId, concepts }) },
      };
      const forecast = await forecastRule({ search, store: forecastStore }, request, signal);
      if (forecast.kind === 'refused') return [];
      return forecast.subscriptions.map(({ subscription, before, after }) => ({
        who: subscription.subscriber.name,
        schedule: `${subscription.channel}, ${formatSchedule(subscription.schedule)}`,
        ...{ now: before?.perDay ?? 0, after: after.perDay, reachesLimit: after.limitReached > 0 },
      }));
    },
    explain: (request) => explainQuery(explainStore, request),
    clock,
  };
}
