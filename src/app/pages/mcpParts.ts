import type { Database } from '../../adapters/store/database.ts';
import { createExplainStore } from '../../adapters/store/history/explainedArticles.ts';
import { createSearchStore } from '../../adapters/store/history/searchedArticles.ts';
import { readConcepts } from '../../adapters/store/rules/conceptList.ts';
import { createApiViews } from '../../adapters/store/views/createApiViews.ts';
import type { Clock } from '../../ports/clock.ts';
import type { McpDeps } from '../../web/mcp/mcpServer.ts';

/** What the tools for models read, over HTTP and over stdio alike. */
export const mcpParts = (db: Database, clock: Clock): McpDeps => ({
  views: createApiViews(db),
  search: createSearchStore(db),
  explainStore: createExplainStore(db),
  concepts: () => readConcepts(db),
  clock,
});
