import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import { Hono } from 'hono';
import type { ServiceHealth } from '../pipeline/watch/serviceHealth.ts';
import type { StepLog } from '../ports/log.ts';
import { type CanaryPagesDeps, canaryPages } from './canaryRoutes.ts';
import { type ConsoleDeps, consolePages } from './console/consolePages.ts';
import { onLoopbackOnly } from './loopback.ts';
import { securityHeaders } from './securityHeaders.ts';
import { type UnsubscribeDeps, unsubscribePages } from './unsubscribeRoutes.ts';
import { type WebSubPageDeps, websubPages } from './hubRoutes.ts';

export interface WebDeps extends ConsoleDeps, UnsubscribeDeps, WebSubPageDeps, CanaryPagesDeps {
  readonly host: string;
  readonly port: number;
  readonly log: StepLog;
  readonly health: () => Promise<ServiceHealth>;
}

export interface WebServer {
  readonly url: string;
  close(): Promise<void>;
}

/**
 * Serves the pages. Unsubscribing, what hubs call, /healthz and /health answer everybody; until there are accounts, all else
 * answers only somebody on this machine.
 */
export async function startWeb(deps: WebDeps): Promise<WebServer> {
  const server = createServer(getRequestListener(routes(deps).fetch));
  await listen(server, deps.host, deps.port);
  const { port } = server.address() as AddressInfo;
  const host = deps.host.includes(':') ? `[${deps.host}]` : deps.host;
  return {
    url: `http://${host}:${port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function routes(deps: WebDeps): Hono {
  const web = new Hono();
  web.use(securityHeaders);
  web.get('/healthz', (context) => context.text('ok'));
  web.get('/health', async (context) => {
    const health = await deps.health();
    return context.json(health, health.state === 'down' ? 503 : 200);
  });
  web.route('/unsubscribe', unsubscribePages(deps));
  web.route('/websub', websubPages(deps));
  web.route('/', canaryPages(deps));
  web.use(onLoopbackOnly);
  web.route('/', consolePages(deps));
  web.notFound((context) => context.text('There is no such page.', 404));
  web.onError((error, context) => {
    deps.log.error({ err: error, path: context.req.path }, 'a page could not be made');
    return context.text('This page could not be made; the log says why.', 500);
  });
  return web;
}

function listen(server: ReturnType<typeof createServer>, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error) => reject(explained(error, host, port)));
    server.listen(port, host, resolve);
  });
}

function explained(error: Error & { code?: string }, host: string, port: number): Error {
  if (error.code === 'EADDRINUSE') {
    return new Error(`${host}:${port} is in use. Set PORT to a free port, for example PORT=8081.`, { cause: error });
  }
  return new Error(`Cannot listen on ${host}:${port}: ${error.message}. Check HOST and PORT.`, { cause: error });
}
