import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { type ArticleToolsDeps, addArticleTools } from './articleTools.ts';
import { untrusted } from './mcpShapes.ts';
import { addStoryTools, type StoryToolsDeps } from './storyTools.ts';

export interface McpDeps extends Omit<ArticleToolsDeps, 'views'>, Omit<StoryToolsDeps, 'views'> {
  readonly views: ArticleToolsDeps['views'] & StoryToolsDeps['views'];
}

/** Tools that read, for models: what was reported, what is said of an event and by whom, and what a rule catches. */
export function createMcpServer(deps: McpDeps): McpServer {
  const server = new McpServer(
    { name: 'tocsin', title: 'Tocsin news monitor', version: '1' },
    {
      // It would make one, at three milliseconds, for questions to the user; we ask none.
      jsonSchemaValidator: { getValidator: noQuestions },
      instructions: `Tocsin collects news articles from feeds, groups them into stories, and keeps for each story a ledger of the figures that sources claim (killed, injured, arrested …) with exact quotes. Start with list_stories or search_articles; then get_story_ledger for who says what. ${untrusted}`,
    },
  );
  addStoryTools(server, deps);
  addArticleTools(server, deps);
  return server;
}

function noQuestions(): never {
  throw new Error('the server asks its users nothing');
}
