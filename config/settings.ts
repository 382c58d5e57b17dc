import { closest, distance } from 'fastest-levenshtein';
import { z } from 'zod';
import { settingShapes } from './settingShapes.ts';

/** Everything that can be set from outside, read once at start-up. Null: not set, and the default way applies. */
export type Settings = z.infer<ReturnType<typeof settingsShape>>;

/** Start-up ends with this: every wrong setting at once, each with its shape and an example. */
export class SettingsError extends Error {
  override readonly name = 'SettingsError';
}

const settingsShape = () =>
  z.object(settingShapes).transform((env) => ({
    databaseUrl: env.DATABASE_URL,
    queueDatabaseUrl: env.QUEUE_DATABASE_URL,
    redisUrl: env.REDIS_URL,
    dataDir: env.DATA_DIR,
    configDir: env.CONFIG_DIR,
    host: env.HOST,
    port: env.PORT,
    publicUrl: env.PUBLIC_URL ?? `http://${env.HOST}:${env.PORT}`,
    secretKey: env.SECRET_KEY,
    smtpUrl: env.SMTP_URL,
    mailFrom: env.MAIL_FROM,
    dkim: dkimOf(env),
    slackWebhookUrl: env.SLACK_WEBHOOK_URL,
    allowPrivateAddresses: env.ALLOW_PRIVATE_ADDRESSES,
    logLevel: env.LOG_LEVEL,
    retentionDays: env.RETENTION_DAYS,
    pollMinSeconds: env.POLL_MIN_SECONDS,
    pollMaxSeconds: env.POLL_MAX_SECONDS,
    heartbeatUrl: env.HEARTBEAT_URL,
  }));

export interface DkimKey {
  readonly domain: string;
  readonly selector: string;
  readonly privateKey: string;
}

interface DkimEnvironment {
  readonly DKIM_DOMAIN: string | null;
  readonly DKIM_SELECTOR: string | null;
  readonly DKIM_PRIVATE_KEY: string | null;
}

function dkimOf(env: DkimEnvironment): DkimKey | null {
  const { DKIM_DOMAIN: domain, DKIM_SELECTOR: selector, DKIM_PRIVATE_KEY: privateKey } = env;
  if (domain === null && selector === null && privateKey === null) return null;
  if (domain === null || selector === null || privateKey === null) {
    throw new SettingsError(
      'DKIM needs all three of DKIM_DOMAIN, DKIM_SELECTOR and DKIM_PRIVATE_KEY, or none of them.',
    );
  }
  return { domain, selector, privateKey };
}

export type Environment = Readonly<Record<string, string | undefined>>;

/** Throws `SettingsError`. An empty value counts as not set. */
export function readSettings(env: Environment): Settings {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value !== ''));
  const read = settingsShape().safeParse(given);
  if (!read.success) throw new SettingsError(wrongSettings(read.error, given));
  if (read.data.pollMinSeconds > read.data.pollMaxSeconds) {
    throw new SettingsError(
      'POLL_MIN_SECONDS is larger than POLL_MAX_SECONDS. Give them in order, for example 60 and 3600.',
    );
  }
  return read.data;
}

export const settingsFromEnvironment = (): Settings => readSettings(process.env);

/** Names in our environment that are nearly settings. */
export const mistypedInEnvironment = () => mistypedSettings(process.env);

function wrongSettings(error: z.ZodError, given: Environment): string {
  const lines = error.issues.map((issue) => {
    const name = String(issue.path[0]);
    return `  ${name}: ${issue.message}${isSecret(name) ? '' : `, got "${given[name]}"`}`;
  });
  return `these settings are wrong:\n${lines.join('\n')}`;
}

/** Their values may hold passwords and are never printed. */
const isSecret = (name: string): boolean => /URL|KEY/.test(name);

const names: readonly string[] = Object.keys(settingShapes);

/** Names in the environment that are nearly ours: a mistyped setting is silently the default otherwise. */
export function mistypedSettings(env: Environment): readonly { readonly given: string; readonly meant: string }[] {
  return Object.keys(env)
    .filter((given) => !names.includes(given))
    .map((given) => ({ given, meant: closest(given, [...names]) }))
    .filter(({ given, meant }) => given.length > 5 && distance(given, meant) <= 2);
}

/** Whether the name is one of our own settings. */
export const isSettingName = (name: string): boolean => names.includes(name);
