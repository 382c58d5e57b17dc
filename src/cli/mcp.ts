import { once } from 'node:events';
import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js';
import { Command } from 'commander';
import { mcpParts } from '../app/pages/mcpParts.ts';
import { systemClock } from '../app/systemPorts.ts';
import { createMcpServer } from '../web/mcp/mcpServer.ts';
import { onStore } from './onStore.ts';

export const mcpCommand = (): Command => new Command('mcp').action(serve);

/** Until the client closes stdin. Nothing but the protocol goes to stdout. */
const serve = (): Promise<void> =>
  onStore(async (db) => {
    const server = createMcpServer(mcpParts(db, systemClock));
    const closed = once(process.stdin, 'close');
    await server.connect(new StdioServerTransport());
    await closed;
    await server.close();
  });
