import { access, constants, mkdir } from 'node:fs/promises';
import { createTransport } from 'nodemailer';
import { environmentReferences } from '../../../config/references.ts';
import { mistypedInEnvironment } from '../../../config/settingNames.ts';
import type { Settings } from '../../../config/settings.ts';
import { createQueue } from '../../adapters/queue/bullmq.ts';
import type { StepLog } from '../../ports/log.ts';
import type { OpenedStore } from '../openStore.ts';
import { type CheckResult, checked, ok, warned } from './checkResult.ts';

/** Names in the environment that look like mistyped settings: their values are ignored in silence otherwise. */
export const checkNames = (): readonly CheckResult[] =>
  mistypedInEnvironment().map(({ given, meant }) =>
    warned('settings', `${given} is no setting of Tocsin`, `if ${meant} is meant, rename it; else ignore this`),
  );

export const checkDataDir = ({ dataDir }: Settings): Promise<CheckResult> =>
  checked('data folder', 'make the folder writable for this user, or set DATA_DIR to another', async () => {
    await mkdir(dataDir, { recursive: true });
    await access(dataDir, constants.W_OK);
    return ok('data folder', `${dataDir} can be written`);
  });

export const checkStore = ({ databaseUrl }: Settings, { db }: OpenedStore): Promise<CheckResult> =>
  checked('store', 'check DATABASE_URL, and that the server runs', async () => {
    const [server] = await db.query<{ version: string }>("SELECT current_setting('server_version') AS version");
    return ok(
      'store',
      `PostgreSQL ${server?.version}${databaseUrl === null ? ' (embedded)' : ''} answers, its tables are up to date`,
    );
  });

export const checkQueue = (settings: Settings, store: OpenedStore, log: StepLog): Promise<CheckResult> =>
  checked(
    'queue',
    settings.redisUrl === null ? 'check QUEUE_DATABASE_URL' : 'check REDIS_URL, and that Redis runs',
    async () => {
      const connectionString = settings.queueDatabaseUrl ?? store.connectionString;
      const queue = await createQueue({ redisUrl: settings.redisUrl, connectionString, log });
      await queue.close();
      return ok('queue', `BullMQ on ${settings.redisUrl === null ? 'PostgreSQL' : 'Redis'} answers`);
    },
  );

export const checkMail = ({ smtpUrl, dataDir }: Settings): Promise<CheckResult> =>
  checked('mail', 'check SMTP_URL: host, port, user, password, and smtps:// for a TLS port', async () => {
    if (smtpUrl === null) {
      return warned(
        'mail',
        `there is no mail server; mails are written to ${dataDir}/outbox`,
        'set SMTP_URL to send them',
      );
    }
    const transport = createTransport({ url: smtpUrl, connectionTimeout: 10_000, greetingTimeout: 10_000 });
    try {
      await transport.verify();
    } finally {
      transport.close();
    }
    return ok('mail', 'the mail server takes our connection');
  });

export function checkSlack({ slackWebhookUrl }: Settings): readonly CheckResult[] {
  if (slackWebhookUrl === null) return [];
  const isUsual = /^https:\/\/hooks\.slack\.com\/services\/T\w+\/B\w+\/\w+$/.test(slackWebhookUrl);
  if (isUsual) return [ok('Slack', 'SLACK_WEBHOOK_URL looks like an incoming webhook')];
  return [
    warned(
      'Slack',
      'SLACK_WEBHOOK_URL does not look like an incoming webhook of Slack',
      'copy the whole URL from the app’s page “Incoming Webhooks”',
    ),
  ];
}

export function checkPublicUrl({ publicUrl }: Settings): CheckResult {
  if (publicUrl.startsWith('https://')) return ok('public address', `links lead to ${publicUrl}`);
  return warned(
    'public address',
    `links in mails lead to ${publicUrl}`,
    'set PUBLIC_URL to an https address that subscribers reach; one-click unsubscribing needs it (RFC 8058)',
  );
}

interface Referring {
  readonly target: string;
  readonly secretRef: string | null;
  readonly name: string;
}

/** Every `env:NAME` that a subscription needs at sending. */
export async function checkReferences({ db }: OpenedStore): Promise<readonly CheckResult[]> {
  const resolve = environmentReferences();
  const rows = await db.query<Referring>(
    `SELECT s.target, s.secret_ref AS "secretRef", p.email || ': ' || s.key AS name
       FROM subscriptions AS s JOIN listed_subscribers AS p ON p.id = s.subscriber_id WHERE s.removed_at IS NULL AND p.removed_at IS NULL`,
  );
  return rows.flatMap(({ target, secretRef, name }) =>
    [target, secretRef].flatMap((reference) => {
      if (reference === null || !reference.startsWith('env:')) return [];
      const resolved = resolve(reference);
      return resolved.ok
        ? []
        : [
            warned(
              'subscription',
              `${name} cannot be sent: ${resolved.message}`,
              'set the variable in the environment of the service',
            ),
          ];
    }),
  );
}
