import type { Context } from 'hono';
import { type ApiEnv, mayUse, scopeMissing } from '../api/apiCaller.ts';
import { problemResponse } from '../api/problem.ts';
import type { McpDeps } from './mcpServer.ts';

/**
 * One call over streamable HTTP. No call depends on an earlier one, so that none is remembered: there is no session, and no
 * stream to listen to.
 */
export async function answerMcp(deps: McpDeps, context: Context<ApiEnv>): Promise<Response> {
  if (!mayUse(context.var.caller, 'read')) return scopeMissing('read');
  if (context.req.method !== 'POST') return problemResponse(onlyPost);
  const { transport, server } = await opened(deps);
  try {
    return await transport.handleRequest(context.req.raw);
  } finally {
    await server.close();
  }
}

/** Read at the first call: who has no model that calls does not pay for it. */
async function opened(deps: McpDeps) {
  const [{ createMcpServer }, { WebStandardStreamableHTTPServerTransport }] = await Promise.all([
    import('./mcpServer.ts'),
    import('@modelcontextprotocol/sdk/server/webStandardStreamableHttp.js'),
  ]);
  const transport = new WebStandardStreamableHTTPServerTransport({ enableJsonResponse: true });
  const server = createMcpServer(deps);
  await server.connect(transport);
  return { transport, server };
}

const onlyPost = {
  kind: 'method-not-allowed',
  detail: 'There is no stream to listen to here, and no session to end: POST each message.',
  headers: { Allow: 'POST' },
} as const;
