import { access, constants } from 'node:fs/promises';
import { createTransport } from 'nodemailer';
import { environmentReferences } from '../../../config/references.ts';
import { mistypedInEnvironment } from '../../../config/settingNames.ts';
import type { Settings } from '../../../config/settings.ts';
import { smtpTransportOptions } from '../../adapters/channels/smtp/smtpTransportOptions.ts';
import { makeFolder } from '../../adapters/makeFolder.ts';
import { createQueue } from '../../adapters/queue/bullmq.ts';
import { createFeedList } from '../../adapters/store/feeds/feedList.ts';
import { referencesIn } from '../../domain/feeds/credentials.ts';
import type { StepLog } from '../../ports/log.ts';
import type { OpenedStore } from '../openStore.ts';
import { type CheckResult, checked, ok, warned } from './checkResult.ts';

/** Names in the environment that look like mistyped settings: their values are ignored in silence otherwise. */
export const checkNames = (): readonly CheckResult[] =>
  mistypedInEnvironment().map(({ given, meant }) =>
    warned('settings', `Tocsin has no setting ${given}`, `if you mean ${meant}, rename it; otherwise ignore this`),
  );

export const checkDataDir = ({ dataDir }: Settings): Promise<CheckResult> =>
  checked('data folder', 'make the folder writable for this user, or set DATA_DIR to another folder', async () => {
    await makeFolder(dataDir);
    await access(dataDir, constants.W_OK);
    return ok('data folder', `${dataDir} is writable`);
  });

export const checkStore = ({ databaseUrl }: Settings, { db }: OpenedStore): Promise<CheckResult> =>
  checked('store', 'check DATABASE_URL and that the server is running', async () => {
    const [server] = await db.query<{ version: string }>("SELECT current_setting('server_version') AS version");
    return ok(
      'store',
      `PostgreSQL ${server?.version}${databaseUrl === null ? ' (embedded)' : ''} responds; its tables are up to date`,
    );
  });

export const checkQueue = (settings: Settings, store: OpenedStore, log: StepLog): Promise<CheckResult> =>
  checked(
    'queue',
    settings.redisUrl === null ? 'check QUEUE_DATABASE_URL' : 'check REDIS_URL and that Redis is running',
    async () => {
      const connectionString = settings.queueDatabaseUrl ?? store.connectionString;
      const queue = await createQueue({ redisUrl: settings.redisUrl, connectionString, log });
      await queue.close();
      return ok('queue', `BullMQ on ${settings.redisUrl === null ? 'PostgreSQL' : 'Redis'} responds`);
    },
  );

export const checkMail = ({ smtpUrl, dataDir }: Settings): Promise<CheckResult> =>
  checked('mail', 'check SMTP_URL: host, port, user, password, and smtps:// for a TLS port', async () => {
    if (smtpUrl === null) {
      return warned(
        'mail',
        `no mail server is set; emails are written to ${dataDir}/outbox`,
        'set SMTP_URL to send them',
      );
    }
    const transport = createTransport({
      ...smtpTransportOptions(smtpUrl),
      ...{ connectionTimeout: 10_000, greetingTimeout: 10_000, socketTimeout: 10_000 },
    });
    try {
      await transport.verify();
    } finally {
      transport.close();
    }
    return ok('mail', 'the mail server accepts the connection');
  });

export function checkSlack({ slackWebhookUrl }: Settings): readonly CheckResult[] {
  if (slackWebhookUrl === null) return [];
  const isUsual = /^https:\/\/hooks\.slack\.com\/services\/T\w+\/B\w+\/\w+$/.test(slackWebhookUrl);
  if (isUsual) return [ok('Slack', 'SLACK_WEBHOOK_URL looks like an incoming webhook')];
  return [
    warned(
      'Slack',
      'SLACK_WEBHOOK_URL does not look like a Slack incoming webhook',
      'copy the whole URL from the “Incoming Webhooks” page of your Slack app',
    ),
  ];
}

export function checkPublicUrl({ publicUrl }: Settings): CheckResult {
  if (publicUrl.startsWith('https://')) return ok('public address', `links point to ${publicUrl}`);
  return warned(
    'public address',
    `links in emails point to ${publicUrl}`,
    'set PUBLIC_URL to an https address that subscribers can reach; one-click unsubscribe needs it (RFC 8058)',
  );
}

interface Referring {
  readonly target: string;
  readonly secretRef: string | null;
  readonly name: string;
}

/** Every `env:NAME` that a subscription needs at sending, or a feed at fetching. */
export async function checkReferences(store: OpenedStore): Promise<readonly CheckResult[]> {
  return [...(await checkFeedReferences(store)), ...(await checkSubscriptionReferences(store))];
}

async function checkFeedReferences({ db }: OpenedStore): Promise<readonly CheckResult[]> {
  const resolve = environmentReferences();
  const feeds = await createFeedList(db).read();
  return feeds.flatMap(({ name, credentials = {} }) =>
    referencesIn(credentials).flatMap((reference) => {
      const resolved = resolve(reference);
      return resolved.ok ? [] : [warned('feed', `${name} cannot be requested: ${resolved.message}`, setVariable)];
    }),
  );
}

const setVariable = 'set the variable in the environment of the service';

async function checkSubscriptionReferences({ db }: OpenedStore): Promise<readonly CheckResult[]> {
  const resolve = environmentReferences();
  const rows = await db.query<Referring>(
    `SELECT s.target, s.secret_ref AS "secretRef", p.email || ': ' || s.key AS name
       FROM subscriptions AS s JOIN listed_subscribers AS p ON p.id = s.subscriber_id WHERE s.removed_at IS NULL AND p.removed_at IS NULL`,
  );
  return rows.flatMap(({ target, secretRef, name }) =>
    [target, secretRef].flatMap((reference) => {
      if (reference === null || !reference.startsWith('env:')) return [];
      const resolved = resolve(reference);
      return resolved.ok ? [] : [warned('subscription', `${name} cannot be sent: ${resolved.message}`, setVariable)];
    }),
  );
}
