import { Webhook } from 'standardwebhooks';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { comesToRest } from '../support/atRest.ts';
import type { ServiceFolder } from '../support/configFolder.ts';
import { type MailServer, startMailServer } from '../support/mailServer.ts';
import { type NewsServer, startNewsServer } from '../support/newsServer.ts';
import { type ReactingServer, startReactingServer } from '../support/reactingServer.ts';
import { type Service, startService } from '../support/service.ts';
import { makeUsedFolder } from '../support/usedDataDir.ts';
import { waitFor } from '../support/waitFor.ts';

const hookSecret = 'whsec_dG9jc2luLXNjZW5hcmlvLXNlY3JldC1rZXk=';

const report = {
  title: 'Kazakhstan unrest: soldiers fire on crowd',
  text: 'Peacekeepers of the CSTO were deployed to Almaty on Friday after a day of riots. Officials said eighteen police officers were killed. Shops stayed shut in most districts, and the internet was down for a third day.',
};
const later = {
  title: 'Almaty airport reopens after riots',
  text: 'Flights resumed on Monday at the airport of Almaty, which rioters had held for a night. CSTO troops deployed there will leave within ten days; two people were killed in the terminal, its director said.',
};

let folder: ServiceFolder;
let news: NewsServer;
let mail: MailServer;
let slack: ReactingServer;
let hook: ReactingServer;
let settings: Record<string, string>;
let service: Service | null = null;

beforeAll(async () => {
  [news, mail, slack, hook] = await Promise.all([
    startNewsServer(),
    startMailServer(),
    startReactingServer(),
    startReactingServer(),
  ]);
  folder = await makeUsedFolder(files());
  settings = {
    DATA_DIR: folder.data,
    CONFIG_DIR: folder.config,
    SMTP_URL: mail.smtpUrl,
    SLACK_WEBHOOK_URL: slack.url,
    HOOK_SECRET: hookSecret,
    ALLOW_PRIVATE_ADDRESSES: '127.0.0.0/8',
    POLL_MIN_SECONDS: '1',
  };
});

afterAll(async () => {
  await service?.terminate();
  await Promise.all([news.close(), mail.close(), slack.close(), hook.close()]);
  await folder.remove();
});

const files = () => {
  const alert = { on: 'article' };
  const rules = ['kazakhstan-unrest', 'csto-deployments', 'casualty-updates'];
  return {
    rules: {
      rules: [
        { id: 'kazakhstan-unrest', query: '(kazakhstan OR almaty) AND (unrest OR riot)', alert },
        { id: 'csto-deployments', query: 'csto AND deploy', alert },
        { id: 'casualty-updates', query: 'almaty AND killed', alert },
      ],
    },
    feeds: { feeds: ['wire', 'courier'].map((name) => ({ url: news.feedUrl(name), name, every: '1s' })) },
    subscribers: {
      subscribers: [
        {
          ...{ email: 'desk@example.org', name: 'Desk', timezone: 'Asia/Almaty' },
          subscriptions: [
            { rules, schedule: 'instant' },
            { rules, channel: 'slack', target: 'env:SLACK_WEBHOOK_URL', schedule: 'instant' },
            { rules, channel: 'webhook', target: hook.url, secret: 'env:HOOK_SECRET', schedule: 'instant' },
          ],
        },
      ],
    },
  };
};

const arrived = () => [mail.mails.length, slack.posts.length, hook.posts.length];
const state = () => `Arrived: ${arrived().join(', ')}\n${service?.output()}`;

it('sends an article that two outlets carry once on every channel, over a kill and a restart', async () => {
  news.publish('wire', { id: 'a', ...report });
  news.publish('courier', { id: 'b', ...report });
  service = startService(settings);
  await service.started;
  await waitFor(() => arrived().every((count) => count >= 1), { withinMs: 120_000, state });
  await comesToRest(folder.data, 2, state);
  expect(arrived()).toEqual([1, 1, 1]);

  await service.kill();
  news.publish('wire', { id: 'c', ...later });
  service = startService(settings);
  await service.started;
  await waitFor(() => arrived().every((count) => count >= 2), { withinMs: 120_000, state });
  await comesToRest(folder.data, 3, state);
  expect(arrived()).toEqual([2, 2, 2]);
  expect(await service.terminate()).toBe(0);
});

it('says in the mail why it came, and offers to unsubscribe with one click', () => {
  const { mail: first } = mail.mails[0] ?? {};
  for (const rule of ['kazakhstan-unrest', 'csto-deployments', 'casualty-updates']) expect(first?.text).toContain(rule);
  expect(first?.subject).toContain(report.title);
  expect(first?.html).toContain('<mark');
  const headers = first?.headerLines.map(({ line }) => line.replace(/\r\n\s+/g, ' ')).join('\n');
  expect(headers).toMatch(/^List-Unsubscribe: <http.*\/unsubscribe\/.+>$/m);
  expect(headers).toMatch(/^List-Unsubscribe-Post: List-Unsubscribe=One-Click$/m);
  expect(headers).toMatch(/^Auto-Submitted: auto-generated$/m);
});

it('signs the webhook so that its receiver can verify it', () => {
  const [first] = hook.posts;
  const headers = Object.fromEntries(
    Object.entries(first?.headers ?? {}).map(([name, value]) => [name, String(value)]),
  );
  expect(new Webhook(hookSecret).verify(first?.body ?? '', headers)).toBeTruthy();
});
