import { z } from 'zod';
import { settingShapes } from './settingShapes.ts';
import { SettingsError } from './settingsError.ts';

/** Everything that can be set from outside, read once at start-up. Null: not set, and the default way applies. */
export type Settings = z.output<typeof settingsShape>;

export type Environment = Readonly<Record<string, string | undefined>>;

const settingsShape = z.object(settingShapes).transform((env) => ({
  databaseUrl: env.DATABASE_URL,
  queueDatabaseUrl: env.QUEUE_DATABASE_URL,
  redisUrl: env.REDIS_URL,
  dataDir: env.DATA_DIR,
  configDir: env.CONFIG_DIR,
  host: env.HOST,
  port: env.PORT,
  publicUrl: env.PUBLIC_URL ?? `http://${env.HOST.includes(':') ? `[${env.HOST}]` : env.HOST}:${env.PORT}`,
  secretKey: env.SECRET_KEY,
  smtpUrl: env.SMTP_URL,
  mailFrom: env.MAIL_FROM,
  dkim: dkimOf(env),
  adminEmail: env.ADMIN_EMAIL,
  adminPassword: env.ADMIN_PASSWORD,
  trustedProxies: env.TRUSTED_PROXIES,
  authProxyHeader: env.AUTH_PROXY_HEADER,
  oidc: oidcOf(env),
  slackWebhookUrl: env.SLACK_WEBHOOK_URL,
  allowPrivateAddresses: env.ALLOW_PRIVATE_ADDRESSES,
  logLevel: env.LOG_LEVEL,
  retentionDays: env.RETENTION_DAYS,
  pollMinSeconds: env.POLL_MIN_SECONDS,
  pollMaxSeconds: env.POLL_MAX_SECONDS,
  heartbeatUrl: env.HEARTBEAT_URL,
  // On several machines no process can count on reaching the pages of another.
  canaryMinutes: env.CANARY_MINUTES ?? (env.DATABASE_URL === null ? 15 : 0),
}));

export interface DkimKey {
  readonly domain: string;
  readonly selector: string;
  /** PEM. */
  readonly privateKey: string;
}

export interface OidcClient {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
}

const oidcNames = ['OIDC_ISSUER', 'OIDC_CLIENT_ID', 'OIDC_CLIENT_SECRET'] as const;

type OidcEnvironment = Readonly<Record<(typeof oidcNames)[number], string | null>>;

function oidcOf({ OIDC_ISSUER, OIDC_CLIENT_ID, OIDC_CLIENT_SECRET }: OidcEnvironment): OidcClient | null {
  if (OIDC_ISSUER === null || OIDC_CLIENT_ID === null || OIDC_CLIENT_SECRET === null) return null;
  return { issuer: OIDC_ISSUER, clientId: OIDC_CLIENT_ID, clientSecret: OIDC_CLIENT_SECRET };
}

type DkimEnvironment = Readonly<Record<(typeof dkimNames)[number], string | null>>;

const dkimNames = ['DKIM_DOMAIN', 'DKIM_SELECTOR', 'DKIM_PRIVATE_KEY'] as const;

function dkimOf({ DKIM_DOMAIN, DKIM_SELECTOR, DKIM_PRIVATE_KEY }: DkimEnvironment): DkimKey | null {
  if (DKIM_DOMAIN === null || DKIM_SELECTOR === null || DKIM_PRIVATE_KEY === null) return null;
  return { domain: DKIM_DOMAIN, selector: DKIM_SELECTOR, privateKey: DKIM_PRIVATE_KEY };
}

/**
 * Throws `SettingsError` with all that is wrong. An empty value counts as not set. No secret is ever in its message.
 * @internal exported for its tests
 */
export function readSettings(env: Environment): Settings {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value !== ''));
  const read = settingsShape.safeParse(given);
  const wrongByThemselves = read.success ? [] : read.error.issues.map((issue) => wrongSetting(issue, given));
  const problems = [...wrongByThemselves, ...wrongTogether(given)];
  if (read.success && problems.length === 0) return read.data;
  throw new SettingsError('these settings are wrong:', problems);
}

export const settingsFromEnvironment = (): Settings => readSettings(process.env);

function wrongSetting(issue: z.core.$ZodIssue, given: Environment): string {
  const name = String(issue.path[0]);
  return `${name}: ${issue.message}${isSecret(name) ? '' : `, got "${given[name]}"`}`;
}

/** Their values may hold passwords and are never printed. */
const isSecret = (name: string): boolean => /URL|KEY|PASSWORD|SECRET/.test(name);

function wrongTogether(given: Environment): readonly string[] {
  const dkim = missingOf(dkimNames, given);
  const oidc = missingOf(oidcNames, given);
  const isForged = given.AUTH_PROXY_HEADER !== undefined && given.TRUSTED_PROXIES === undefined;
  const nobody = given.ADMIN_PASSWORD !== undefined && given.ADMIN_EMAIL === undefined;
  const [least, most] = [Number(given.POLL_MIN_SECONDS ?? 120), Number(given.POLL_MAX_SECONDS ?? 3600)];
  return [
    ...dkim.map((name) => `${name}: is missing; signing email needs all of ${dkimNames.join(', ')}`),
    ...oidc.map((name) => `${name}: is missing; signing in by OpenID Connect needs all of ${oidcNames.join(', ')}`),
    ...(isForged
      ? ['TRUSTED_PROXIES: is missing; AUTH_PROXY_HEADER is believed only from there, for example 127.0.0.1/32']
      : []),
    ...(nobody ? ['ADMIN_EMAIL: is missing; ADMIN_PASSWORD is the password of its account'] : []),
    ...(least > most
      ? [`POLL_MAX_SECONDS: expected at least POLL_MIN_SECONDS (${least}), for example ${least * 30}, got "${most}"`]
      : []),
  ];
}

/** Of names that go together: those that are not given, where others are. */
function missingOf(names: readonly string[], given: Environment): readonly string[] {
  const missing = names.filter((name) => given[name] === undefined);
  return missing.length === names.length ? [] : missing;
}
