import { settingShapes } from './settingShapes.ts';
import type { Environment } from './settings.ts';

/** A setting as it may be shown to an administrator. */
export interface SettingInForce {
  readonly name: string;
  /** Null: not set and without a default, or a secret. */
  readonly value: string | null;
  readonly isSecret: boolean;
  readonly isSet: boolean;
}

type SettingName = keyof typeof settingShapes;

/** All of it is a secret. */
const secrets: ReadonlySet<SettingName> = new Set([
  ...(['SECRET_KEY', 'ADMIN_PASSWORD', 'DKIM_PRIVATE_KEY', 'OIDC_CLIENT_SECRET'] as const),
  // Whoever has the address of these may use them.
  ...(['SLACK_WEBHOOK_URL', 'HEARTBEAT_URL'] as const),
]);

/** Of these the server is shown, without user, password and parameters. */
const servers: ReadonlySet<SettingName> = new Set(['DATABASE_URL', 'QUEUE_DATABASE_URL', 'REDIS_URL', 'SMTP_URL']);

/**
 * Every setting, with its value or its default, and without secrets.
 * @internal exported for its tests
 */
export function shownSettingsOf(env: Environment): readonly SettingInForce[] {
  return (Object.keys(settingShapes) as SettingName[]).map((name) => {
    const given = env[name] ?? '';
    const isSet = given !== '';
    if (isSet && secrets.has(name)) return { name, value: null, isSecret: true, isSet };
    if (isSet) return { name, value: servers.has(name) ? serverOf(given) : given, isSecret: false, isSet };
    return { name, value: defaultOf(name), isSecret: false, isSet };
  });
}

function serverOf(url: string): string {
  const { protocol, host, pathname } = new URL(url);
  return `${protocol}//${host}${pathname}`;
}

function defaultOf(name: SettingName): string | null {
  const { data } = settingShapes[name].safeParse(undefined);
  if (data === null || data === undefined || (Array.isArray(data) && data.length === 0)) return null;
  return typeof data === 'object' && 'address' in data ? `${data.name} <${data.address}>` : String(data);
}

export const shownSettings = (): readonly SettingInForce[] => shownSettingsOf(process.env);
