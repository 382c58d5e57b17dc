import type { Database } from '../../adapters/store/database.ts';
import { createExplainStore } from '../../adapters/store/history/explainedArticles.ts';
import { createSearchStore } from '../../adapters/store/history/searchedArticles.ts';
import { createRuleStore } from '../../adapters/store/rules/ruleStore.ts';
import { createApiViews } from '../../adapters/store/views/createApiViews.ts';
import type { Clock } from '../../ports/clock.ts';
import type { McpDeps } from '../../web/mcp/mcpServer.ts';

/** What the tools for models read, over HTTP and over stdio alike. */
export const mcpParts = (db: Database, clock: Clock): McpDeps => ({
  views: createApiViews(db),
  search: createSearchStore(db),
  explainStore: createExplainStore(db),
  concepts: async () => (await createRuleStore(db).read()).concepts,
  clock,
});
