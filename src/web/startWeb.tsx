import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import { type Context, Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import type { ServiceHealth } from '../pipeline/watch/serviceHealth.ts';
import { isReachedByTls } from './access/publicOrigin.ts';
import { refuseNul } from './access/refuseNul.ts';
import { type SignedInDeps, signedInOnly } from './access/signedInOnly.ts';
import type { SignedIn } from './access/viewer.ts';
import { type ApiDeps, machineRoutes } from './api/apiRoutes.ts';
import { assetRoutes } from './assets.ts';
import { type CanaryPagesDeps, canaryPages } from './canaryRoutes.ts';
import { type ConsoleDeps, consolePages } from './console/consolePages.tsx';
import { words } from './console/words/words.ts';
import { type WebSubPageDeps, websubPages } from './hubRoutes.ts';
import type { McpDeps } from './mcp/mcpServer.ts';
import { problemPage } from './problemPage.tsx';
import { securityHeaders } from './securityHeaders.ts';
import { type SignInDeps, signInRoutes } from './signIn/signInRoutes.tsx';
import { type UnsubscribeDeps, unsubscribePages } from './unsubscribeRoutes.tsx';

export interface WebDeps extends Omit<OpenDeps & ConsoleDeps & SignedInDeps, 'isSecure' | 'now'> {
  readonly host: string;
  readonly port: number;
  readonly api: ApiDeps;
  readonly mcp: McpDeps;
}

/** What the routes that answer everybody need. */
interface OpenDeps extends SignInDeps, UnsubscribeDeps, WebSubPageDeps, CanaryPagesDeps {
  readonly health: () => Promise<ServiceHealth>;
  /** Where the build put style sheet and scripts. */
  readonly assetsFolder: string;
}

export interface WebServer {
  readonly url: string;
  close(): Promise<void>;
}

/** Serves the pages. */
export async function startWeb(deps: WebDeps): Promise<WebServer> {
  const server = createServer(getRequestListener(webRoutes(deps).fetch));
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

/**
 * All routes. Signing in, unsubscribing, what hubs and the canary call, /healthz and /health answer everybody; the API
 * answers who has a token; all else only who is signed in.
 * @internal exported for the tests of every route
 */
export function webRoutes(given: WebDeps): Hono<SignedIn> {
  const isSecure = (context: Context) => isReachedByTls(context, given);
  const deps = { ...given, isSecure, now: () => given.clock.now() };
  const web = new Hono<SignedIn>();
  web.use(securityHeaders(isSecure));
  web.route('/', openRoutes(deps));
  web.route('/', machineRoutes(deps));
  web.use(bodyLimit({ maxSize: mostBytes, onError: tooMuch }));
  web.use(signedInOnly(deps));
  web.use(refuseNul);
  web.route('/', consolePages(deps));
  web.notFound((context) => context.html(problemPage(words.problems.notFound), 404));
  web.onError((error, context) => {
    deps.log.error({ err: error, path: loggedPath(context.req.path) }, 'failed to render a page');
    return context.html(problemPage(words.problems.broken), 500);
  });
  return web;
}

/** Files that are uploaded are below this. */
const mostBytes = 16 * 2 ** 20;

const tooMuch = (context: Context) => context.html(problemPage(words.problems.tooMuch), 413);

/** Without the tokens of links, which open accounts. */
const loggedPath = (path: string): string => path.replace(/^\/(welcome|link|password|unsubscribe|websub)\/.*/, '/$1/…');

function openRoutes(deps: OpenDeps): Hono {
  const open = new Hono();
  open.get('/healthz', (context) => context.text('ok'));
  open.get('/health', async (context) => {
    const health = await deps.health();
    return context.json(health, health.state === 'down' ? 503 : 200);
  });
  open.route('/assets', assetRoutes(deps.assetsFolder));
  open.route('/unsubscribe', unsubscribePages(deps));
  open.route('/websub', websubPages(deps));
  open.route('/', canaryPages(deps));
  open.route('/', signInRoutes(deps));
  return open;
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
