import { OpenAPIHono } from '@hono/zod-openapi';
import { type Context, type ErrorHandler, Hono, type MiddlewareHandler } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import type { ApiViews } from '../../ports/apiViews.ts';
import type { IdempotentRequests } from '../../ports/idempotentRequests.ts';
import type { StepLog } from '../../ports/log.ts';
import type { MetricCounts } from '../../ports/metricCounts.ts';
import type { SignedInDeps } from '../access/signedInOnly.ts';
import { answerMcp } from '../mcp/mcpRoute.ts';
import type { McpDeps } from '../mcp/mcpServer.ts';
import { type ApiAccessDeps, type ApiEnv, callersOnly, mayUse, scopeMissing } from './apiCaller.ts';
import { type ArticleOperationsDeps, articleOperations } from './articleOperations.ts';
import { type AuditOperationsDeps, auditOperations } from './auditOperations.ts';
import { conceptEditOperations } from './conceptEditOperations.ts';
import { conceptOperations } from './conceptOperations.ts';
import { type FeedEditDeps, feedEditOperations } from './feedEditOperations.ts';
import { feedOperations } from './feedOperations.ts';
import { type MessageOperationsDeps, messageOperations } from './messageOperations.ts';
import { metricsText, metricsType, type ProcessNow } from './metrics.ts';
import { type ApiRoute, notFound, type OperationDeps } from './operation.ts';
import { type PeopleOperationsDeps, peopleOperations } from './peopleOperations.ts';
import { type PersonalDataDeps, personalDataOperations } from './personalDataOperations.ts';
import { problemResponse } from './problem.ts';
import { type RuleDraftDeps, ruleDraftOperations } from './ruleDraftOperations.ts';
import { type RuleEditDeps, ruleEditOperations } from './ruleEditOperations.ts';
import { answerRuleFeed, byFeedKey, ruleFeedOperations, ruleFeedPath } from './ruleFeed.ts';
import { ruleOperations } from './ruleOperations.ts';
import { type StoryEditDeps, storyEditOperations } from './storyEditOperations.ts';
import { storyOperations } from './storyOperations.ts';
import { type StoryRegroupDeps, storyRegroupOperations } from './storyRegroupOperations.ts';
import { type SubscriberEditDeps, subscriberEditOperations } from './subscriberEditOperations.ts';
import { subscriberOperations } from './subscriberOperations.ts';

/** What the API needs besides what the pages know already. */
export interface ApiDeps
  extends Pick<ApiAccessDeps, 'personOfToken'>,
    AuditOperationsDeps,
    PeopleOperationsDeps,
    StoryEditDeps,
    Omit<StoryRegroupDeps, 'views'>,
    Omit<RuleDraftDeps, 'ruleDeeds'>,
    MessageOperationsDeps,
    FeedEditDeps,
    PersonalDataDeps,
    Omit<SubscriberEditDeps, 'views'>,
    Omit<ArticleOperationsDeps, 'views'>,
    Omit<RuleEditDeps, 'views'> {
  readonly views: ApiViews;
  readonly requests: IdempotentRequests;
  readonly metricCounts: () => Promise<MetricCounts>;
  readonly processNow: () => ProcessNow;
}

export interface MachineDeps extends Pick<OperationDeps, 'clock'>, SignedInDeps {
  readonly api: ApiDeps;
  readonly mcp: McpDeps;
  readonly log: StepLog;
}

const apiPath = '/api/v1';

/** What programs call: the API, its OpenAPI document, the metrics, and the tools for models. */
export function machineRoutes(deps: MachineDeps): Hono<ApiEnv> {
  const access = { ...deps, ...deps.api };
  const routes = operationsOf({ ...deps.api, secretKey: deps.secretKey });
  const api = apiRoutes(deps, routes);
  const document = api.getOpenAPI31Document(about);
  const machines = new Hono<ApiEnv>();
  machines.get('/openapi.json', callersOnly(access, 'cookie is enough'), (context) => context.json(document));
  machines.get('/metrics', callersOnly(access), async (context) => {
    if (!mayUse(context.var.caller, 'metrics')) return scopeMissing('metrics');
    const text = metricsText(await deps.api.metricCounts(), deps.api.processNow());
    return context.body(text, 200, { 'Content-Type': metricsType });
  });
  machines.all('/mcp', callersOnly(access), jsonOnly, limited, (context) => answerMcp(deps.mcp, context));
  const feed = { ...deps, ...deps.api };
  machines.get(`${apiPath}/rules/:id/feed.atom`, byFeedKey(feed, callersOnly(access)), (context) =>
    answerRuleFeed(feed, context),
  );
  machines.use('/api/*', callersOnly(access));
  machines.route(apiPath, api);
  machines.all('/api/*', () => problemResponse(notFound));
  machines.onError(brokenReply(deps.log));
  return machines;
}

const about = {
  openapi: '3.1.0',
  info: {
    title: 'Tocsin',
    version: '1',
    description: 'News-monitoring alerts: rules, stories, feeds, subscribers and what was sent. See docs/api.md.',
    license: { name: 'MIT', identifier: 'MIT' },
  },
  servers: [{ url: apiPath }],
};

const operationsOf = (deps: ApiDeps & Pick<MachineDeps, 'secretKey'>): readonly ApiRoute[] => [
  ...ruleEditOperations(deps),
  ...ruleOperations(deps),
  ...ruleFeedOperations(deps),
  ...conceptOperations(deps),
  ...articleOperations(deps),
  ...conceptEditOperations(deps),
  ...subscriberEditOperations(deps),
  ...personalDataOperations(deps),
  ...feedEditOperations(deps),
  ...feedOperations(deps),
  ...subscriberOperations(deps),
  ...storyOperations(deps),
  ...messageOperations(deps),
  ...storyEditOperations(deps),
  ...storyRegroupOperations(deps),
  ...ruleDraftOperations(deps),
  ...peopleOperations(deps),
  ...auditOperations(deps),
];

const mostBytes = 2 ** 20;

function apiRoutes(deps: MachineDeps, routes: readonly ApiRoute[]): OpenAPIHono<ApiEnv> {
  const api = new OpenAPIHono<ApiEnv>();
  api.openAPIRegistry.registerComponent('securitySchemes', 'token', {
    ...{ type: 'http', scheme: 'bearer' },
    description: 'A token from Settings, API tokens. The scope that an operation needs is named with it.',
  });
  api.use(jsonOnly, limited);
  api.openAPIRegistry.registerPath(ruleFeedPath);
  for (const route of routes) route.register(api, { ...deps, requests: deps.api.requests });
  api.all('*', (context) => unknownRoute(routes, context));
  api.onError(brokenReply(deps.log));
  return api;
}

/** The rest of it is not read: the connection is of no more use. */
const tooLarge = {
  kind: 'too-large',
  detail: `A body has at most ${mostBytes} bytes.`,
  headers: { Connection: 'close' },
} as const;

const brokenReply =
  (log: StepLog): ErrorHandler<ApiEnv> =>
  (error, { req }) => {
    log.error({ err: error, path: req.path }, 'failed to answer a call of the API');
    return problemResponse({ kind: 'broken', detail: 'It was logged. Sending the same again later may help.' });
  };

const limited = bodyLimit({ maxSize: mostBytes, onError: () => problemResponse(tooLarge) });

/** Whatever has a body says that it is JSON: a form of a strange page cannot. */
const jsonOnly: MiddlewareHandler = async (context, next) => {
  const { headers } = context.req.raw;
  const hasBody = headers.has('transfer-encoding') || Number(headers.get('content-length') ?? 0) > 0;
  const type = headers.get('content-type') ?? '';
  if (hasBody && !/^application\/json\s*(;|$)/i.test(type)) return problemResponse(notJson);
  return next();
};

const notJson = { kind: 'not-json', detail: 'Send Content-Type: application/json.' } as const;

/** 405 with what the address takes, where it takes anything. */
function unknownRoute(routes: readonly ApiRoute[], { req }: Context): Response {
  const parts = req.path.slice(apiPath.length).split('/');
  const methods = routes.filter(({ path }) => fits(path.split('/'), parts)).map(({ method }) => method.toUpperCase());
  if (methods.length === 0) return problemResponse(notFound);
  const allowed = [...new Set(methods.flatMap((method) => (method === 'GET' ? ['GET', 'HEAD'] : [method])))].join(', ');
  const detail = `${req.method} is not for this address; it takes ${allowed}.`;
  return problemResponse({ kind: 'method-not-allowed', detail, headers: { Allow: allowed } });
}

const fits = (pattern: readonly string[], parts: readonly string[]): boolean =>
  pattern.length === parts.length && pattern.every((part, place) => part.startsWith('{') || part === parts[place]);
