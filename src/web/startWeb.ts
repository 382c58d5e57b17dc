import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import { getConnInfo } from '@hono/node-server/conninfo';
import { Hono, type MiddlewareHandler } from 'hono';
import type { ServiceHealth } from '../pipeline/watch/serviceHealth.ts';
import type { StepLog } from '../ports/log.ts';
import { type CanaryPagesDeps, canaryPages } from './canaryRoutes.ts';
import { type ConsoleDeps, consolePages } from './console/consolePages.ts';
import { type WebSubPageDeps, websubPages } from './hubRoutes.ts';
import { type UnsubscribeDeps, unsubscribePages } from './unsubscribeRoutes.ts';

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
  web.notFound((context) => context.text('Page not found.', 404));
  web.onError((error, context) => {
    deps.log.error({ err: error, path: context.req.path }, 'failed to render a page');
    return context.text('This page could not be rendered. The log says why.', 500);
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
    return new Error(`${host}:${port} is already in use. Set PORT to a free port, for example PORT=8081.`, {
      cause: error,
    });
  }
  return new Error(`Cannot listen on ${host}:${port}: ${error.message}. Check HOST and PORT.`, { cause: error });
}

const loopbackAddress = /^(127\.|::1$|::ffff:127\.)/;
const loopbackName = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])(:\d+)?$/i;

/**
 * Lets through only somebody on this machine: by the socket's address, by a Host that names this machine (another
 * site's name that resolves to 127.0.0.1 is DNS rebinding), and without the mark of a proxy, behind which anybody stands.
 */
const onLoopbackOnly: MiddlewareHandler = async (context, next) => {
  const address = getConnInfo(context).remote.address ?? '';
  const proxied = ['forwarded', 'x-forwarded-for', 'x-real-ip'].some((name) => context.req.header(name) !== undefined);
  const named = loopbackName.test(context.req.header('host') ?? '');
  if (proxied || !named || !loopbackAddress.test(address)) {
    return context.text('These pages open only on the machine that runs Tocsin (http://127.0.0.1).', 403);
  }
  return next();
};

/**
 * What the pages show comes from strangers' feeds. No script runs, nothing is loaded from elsewhere, and no other site
 * frames the pages; a page may frame our own (the mail view, which is sandboxed besides).
 */
const securityHeaders: MiddlewareHandler = async (context, next) => {
  await next();
  context.header(
    'Content-Security-Policy',
    "default-src 'none'; style-src 'unsafe-inline'; frame-src 'self'; frame-ancestors 'self'; form-action 'self'; base-uri 'none'",
  );
  context.header('X-Content-Type-Options', 'nosniff');
  context.header('Referrer-Policy', 'no-referrer');
  context.header('Cache-Control', 'no-store');
};
