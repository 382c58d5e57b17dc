import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { ServiceFolder } from '../support/configFolder.ts';
import { type NewsServer, startNewsServer } from '../support/newsServer.ts';
import { type ReactingServer, startReactingServer } from '../support/reactingServer.ts';
import { type Service, startService } from '../support/service.ts';
import { adminSettings, pageText } from '../support/signedIn.ts';
import { type DripsAt, type SlowMailServer, startSlowMailServer } from '../support/slowMailServer.ts';
import { rounds } from '../support/soak.ts';
import { runTocsin } from '../support/tocsin.ts';
import { makeUsedFolder } from '../support/usedDataDir.ts';
import { waitFor } from '../support/waitFor.ts';

let folder: ServiceFolder;
let news: NewsServer;
let mail: SlowMailServer;
let slack: ReactingServer;
let settings: Record<string, string>;
let service: Service;
let published = 0;

beforeAll(async () => {
  [news, mail, slack] = await Promise.all([startNewsServer(), startSlowMailServer(), startReactingServer()]);
  folder = await makeUsedFolder(files());
  settings = {
    ...{ DATA_DIR: folder.data, CONFIG_DIR: folder.config, CANARY_MINUTES: '0' },
    SMTP_URL: mail.smtpUrl.replace('smtp://', 'smtp://desk:secret@'),
    ...{ SLACK_WEBHOOK_URL: slack.url, ...adminSettings },
    ...{ ALLOW_PRIVATE_ADDRESSES: '127.0.0.0/8', POLL_MIN_SECONDS: '1' },
  };
  service = startService(settings);
  await service.started;
});
afterAll(async () => {
  await service?.terminate();
  await Promise.all([news.close(), mail.close(), slack.close()]);
  await folder.remove();
});

const files = () => ({
  rules: { rules: [{ id: 'ferry', query: 'ferry', alert: { on: 'article' } }] },
  feeds: { feeds: [{ url: news.feedUrl('wire'), name: 'wire', every: '1s' }] },
  subscribers: {
    subscribers: [
      {
        ...{ email: 'desk@example.org', name: 'Desk', timezone: 'UTC' },
        subscriptions: [{ rules: ['ferry'], channel: 'email', schedule: 'instant', maxPerHour: 0 }],
      },
    ],
  },
});

const harbours = ['Marindu', 'Port Ansel', 'Kirova Bay', 'Santa Orela', 'Lumen', 'Ostrava Point', 'Tarn', 'Velika'];
function publish(): void {
  const harbour = harbours[published++] ?? '';
  news.publish('wire', {
    ...{ id: harbour, title: `Ferry of ${harbour} runs aground` },
    text: `The ferry between ${harbour} and the mainland ran aground on sandbank number ${published}. The coast guard of ${harbour} took everybody off.`,
  });
}
const deliveries = async (...args: string[]) => runTocsin(['deliveries', ...args], settings);
const states = async () =>
  (await deliveries('list', '--json')).stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line).state);

const consoleUrl = () => /http:\/\/127\.0\.0\.1:\d+/.exec(service.output())?.[0] ?? '';
/** As `/health` says, which looks at the store every few seconds. */
const sendingHealth = async (): Promise<unknown> => {
  const health: unknown = await (await fetch(`${consoleUrl()}/health`)).json();
  return z.object({ sending: z.object({ state: z.string() }) }).parse(health).sending.state;
};

const refusals: readonly (readonly [Exclude<DripsAt, 'nowhere' | 'greeting'>, string])[] = [
  ['RCPT', '554 5.7.1 Relay access denied'],
  ['end of DATA', '550 5.4.5 Daily user sending quota exceeded'],
  ['AUTH', '535 5.7.8 Username and password not accepted'],
  ['MAIL', '530 5.7.0 Authentication required'],
  ['MAIL', '553 5.7.1 Sender address rejected: not owned by user'],
];
/** The rest differs in the reply alone. */
const tried = rounds({ short: 2, long: refusals.length, setting: 'TOCSIN_MAIL_REFUSALS' });

describe('a mail server that refuses us', () => {
  it.each(refusals.slice(0, tried))(
    'at %s (%s) loses no mail: it waits, and goes by itself when that is over',
    async (step, reply) => {
      const before = mail.given.length;
      mail.refuseAt(step, reply);
      publish();
      await waitFor(async () => (await states())[0] === 'held', { withinMs: 40_000 });
      expect((await deliveries('targets')).stdout).toContain('email, all of it\n    held since ');
      await waitFor(async () => (await sendingHealth()) === 'impaired', { withinMs: 10_000 });
      expect((await runTocsin(['doctor'], settings)).stdout).toContain('nothing can be sent by email since');
      const page = await pageText(consoleUrl());
      expect(page).toContain('Nothing is sent by email:');
      expect(page).toContain(reply);
      mail.refuseAt(step, null);
      await waitFor(() => mail.given.length > before, { withinMs: 60_000 });
      await waitFor(async () => (await states()).every((state) => state === 'sent'), { withinMs: 10_000 });
      await waitFor(async () => (await sendingHealth()) === 'ok', { withinMs: 10_000 });
      expect(new Set(mail.given).size).toBe(mail.given.length);
    },
  );

  const longRun = tried === refusals.length ? ['for longer'] : [];
  it.each(longRun)('%s is told to ops by Slack', async () => {
    mail.refuseAt('RCPT', '554 5.7.1 Relay access denied');
    publish();
    await waitFor(() => slack.posts.length > 0, { withinMs: 110_000 });
    expect(slack.posts[0]?.body).toContain('nothing can be sent by email');
    mail.refuseAt('RCPT', null);
    await waitFor(async () => (await states()).every((state) => state === 'sent'), { withinMs: 90_000 });
  });
});

it('a mail server that drips holds up no stop: the mail is called off, and goes under the same Message-ID later', async () => {
  const before = mail.given.length;
  mail.dripAt('end of DATA');
  publish();
  await waitFor(() => mail.given.length > before, { withinMs: 40_000 });
  expect(await service.terminate()).toBe(0);
  mail.dripAt('nowhere');
  service = startService(settings);
  await service.started;
  await waitFor(async () => (await states()).every((state) => state === 'sent'), { withinMs: 60_000 });
  const [first, second] = mail.given.slice(before);
  expect(second).toBe(first);
});
