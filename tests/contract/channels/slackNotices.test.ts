import { expect, it } from 'vitest';
import { createSlackNotices } from '../../../src/adapters/channels/slack/slackNotices.ts';
import { createGuardedAgent } from '../../../src/adapters/http/guardedAgent.ts';
import { startReactingServer } from '../../support/reactingServer.ts';

const never = new AbortController().signal;
const notice = {
  key: 'k',
  channel: 'slack',
  recipient: 'Slack',
  subject: 'Mail <!here> *held*',
  body: '535 & so on',
} as const;

it('a notice is posted to the Slack webhook of the settings, as text that pages nobody', async () => {
  const server = await startReactingServer();
  const agent = createGuardedAgent({ allowPrivateAddresses: ['127.0.0.0/8'], connectTimeoutMs: 2000 });
  const send = createSlackNotices({ agent, url: server.url, timeoutMs: 2000, now: () => new Date() });
  expect(await send(notice, never)).toMatchObject({ kind: 'sent' });
  expect(JSON.parse(server.posts[0]?.body ?? '')).toEqual({
    text: '*Mail &lt;!here&gt; ∗held∗*\n535 &amp; so on',
  });
  server.respondWith(503, 'later');
  expect(await send(notice, never)).toMatchObject({ kind: 'retry' });
  await agent.destroy();
  await server.close();
});
