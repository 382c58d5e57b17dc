import { readFileSync } from 'node:fs';
import ipaddr from 'ipaddr.js';
import { z } from 'zod';
import { readNamedAddress } from '../src/domain/configuration/namedAddress.ts';
import { readSmtpUrl } from '../src/domain/configuration/smtpUrl.ts';
import { leastPasswordLength } from '../src/domain/people/passwordFault.ts';

const text = z.string().optional();

const url = (schemes: readonly string[], example: string) =>
  text
    .refine((value) => value === undefined || hasScheme(value, schemes), `expected a URL like ${example}`)
    .transform((value) => value ?? null);

/** PostgreSQL alone may be without a host: a socket in the file system (`postgres:///tocsin?host=/run/postgresql`). */
function hasScheme(value: string, schemes: readonly string[]): boolean {
  if (!URL.canParse(value)) return false;
  const { protocol, hostname } = new URL(value);
  return schemes.includes(protocol.slice(0, -1)) && (hostname !== '' || protocol.startsWith('postgres'));
}

const whole = (fallback: number, least: number, most: number) =>
  z
    .string()
    .default(String(fallback))
    .refine((value) => /^\d{1,9}$/.test(value), `expected a whole number, for example ${fallback}`)
    .transform(Number)
    .refine((value) => value >= least && value <= most, `expected ${least} to ${most}, for example ${fallback}`);

/** Address ranges (CIDR), separated by commas. */
const ranges = (example: string) =>
  z
    .string()
    .default('')
    .transform((value) =>
      value
        .split(',')
        .map((range) => range.trim())
        .filter((range) => range !== ''),
    )
    .refine((given) => given.every(isRange), `expected address ranges like ${example}`);

const optionalText = text.transform((value) => value ?? null);

const postgresUrl = url(['postgres', 'postgresql'], 'postgres://user:password@localhost:5432/tocsin');

/** Anybody may write them, or they mean something else. */
const ownHeaders = [
  'authorization',
  'cookie',
  'from',
  'host',
  'origin',
  'referer',
  'user-agent',
  'x-csrf-token',
  'x-forwarded-for',
];

const levels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;

/** Each setting's shape: what is expected, an example in its message, and its default. */
export const settingShapes = {
  DATABASE_URL: postgresUrl,
  QUEUE_DATABASE_URL: postgresUrl,
  REDIS_URL: url(['redis', 'rediss'], 'redis://localhost:6379'),
  DATA_DIR: z.string().default('./data'),
  CONFIG_DIR: z.string().default('./config'),
  HOST: z.string().default('127.0.0.1'),
  PORT: whole(8080, 0, 65_535),
  PUBLIC_URL: url(['http', 'https'], 'https://tocsin.example.org').transform(
    (value) => value?.replace(/\/+$/, '') ?? null,
  ),
  SECRET_KEY: text
    .refine(
      (value) => value === undefined || value.length >= 16,
      'expected at least 16 random characters, for example from `openssl rand -hex 32`',
    )
    .transform((value) => value ?? null),
  SMTP_URL: url(['smtp', 'smtps'], 'smtps://user:password@mail.example.org:465').superRefine((value, context) => {
    const server = value === null ? null : readSmtpUrl(value);
    if (server !== null && 'wrong' in server) context.addIssue({ code: 'custom', message: server.wrong });
  }),
  MAIL_FROM: z
    .string()
    .default('Tocsin <tocsin@localhost>')
    .transform((value, context) => mailbox(value, context)),
  DKIM_DOMAIN: optionalText,
  DKIM_SELECTOR: optionalText,
  DKIM_PRIVATE_KEY: text.transform((value, context) => privateKey(value, context)),
  ADMIN_EMAIL: text
    .refine(
      (value) => value === undefined || z.email().safeParse(value).success,
      'expected an address like ops@example.org',
    )
    .transform((value) => value ?? null),
  SLACK_WEBHOOK_URL: url(['http', 'https'], 'https://hooks.slack.com/services/T…/B…/…'),
  ADMIN_PASSWORD: text
    .refine(
      (value) => value === undefined || value.length >= leastPasswordLength,
      `expected at least ${leastPasswordLength} characters`,
    )
    .transform((value) => value ?? null),
  ALLOW_PRIVATE_ADDRESSES: ranges('127.0.0.0/8,10.1.0.0/16'),
  TRUSTED_PROXIES: ranges('127.0.0.1/32,::1/128'),
  AUTH_PROXY_HEADER: text
    .refine(
      (value) => value === undefined || /^[A-Za-z][A-Za-z0-9-]{0,63}$/.test(value),
      'expected the name of a header that holds an email address, for example X-Forwarded-Email',
    )
    .refine(
      (value) => value === undefined || !ownHeaders.includes(value.toLowerCase()),
      'expected a header that no browser sends by itself, for example X-Forwarded-Email',
    )
    .transform((value) => value ?? null),
  OIDC_ISSUER: url(['https', 'http'], 'https://login.example.org').refine(
    (value) => value === null || value.startsWith('https:') || isLoopback(new URL(value).hostname),
    'expected https; http is for this machine only',
  ),
  OIDC_CLIENT_ID: optionalText,
  OIDC_CLIENT_SECRET: optionalText,
  LOG_LEVEL: z
    .string()
    .default('info')
    .refine((value) => (levels as readonly string[]).includes(value), `expected one of ${levels.join(', ')}`),
  RETENTION_DAYS: whole(400, 31, 36_500),
  POLL_MIN_SECONDS: whole(120, 1, 86_400),
  POLL_MAX_SECONDS: whole(3600, 1, 604_800),
  CANARY_MINUTES: text
    .refine(
      (value) => value === undefined || /^\d{1,4}$/.test(value),
      'expected minutes, for example 15, or 0 to send no canary',
    )
    .transform((value) => (value === undefined ? null : Number(value))),
  HEARTBEAT_URL: url(['http', 'https'], 'https://hc-ping.com/…'),
};

const isLoopback = (host: string): boolean => ['localhost', '127.0.0.1', '[::1]'].includes(host);

function mailbox(value: string, context: z.RefinementCtx) {
  const read = readNamedAddress(value);
  if (read !== null) return read;
  context.addIssue({ code: 'custom', message: 'expected an address like Tocsin <tocsin@example.org>' });
  return z.NEVER;
}

const isRange = (range: string): boolean => ipaddr.isValidCIDR(range);

/** The key itself (PEM, line ends perhaps written as `\n`) or the path of its file. */
function privateKey(value: string | undefined, context: z.RefinementCtx): string | null {
  if (value === undefined) return null;
  const key = value.includes(pemHead) ? value.replaceAll('\\n', '\n') : fileText(value);
  if (key?.includes(pemHead)) return key;
  context.addIssue({ code: 'custom', message: 'expected a PEM private key, or the path of a file that holds one' });
  return z.NEVER;
}

const pemHead = '-----BEGIN';

function fileText(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}
