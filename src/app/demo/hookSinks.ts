import { appendFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Webhook } from 'standardwebhooks';
import { type LoopbackServer, startLoopbackServer } from './loopbackServer.ts';

/** Takes Slack messages as an incoming webhook does, and keeps them as JSON Lines. */
export const openSlackSink = (folder: string, onMessage: (text: string) => void): Promise<LoopbackServer> =>
  startLoopbackServer(async (_request, body) => {
    const message: { text?: string } = JSON.parse(body.toString('utf8'));
    await appendFile(join(folder, 'slack.jsonl'), `${JSON.stringify(message)}\n`);
    onMessage(message.text ?? '');
    return { status: 200, body: 'ok' };
  });

/** Takes webhooks whose signature holds (Standard Webhooks), and keeps them as JSON Lines. */
export const openWebhookSink = (
  folder: string,
  secret: string,
  onMessage: (id: string) => void,
): Promise<LoopbackServer> =>
  startLoopbackServer(async (request, body) => {
    const id = String(request.headers['webhook-id']);
    const text = body.toString('utf8');
    // A receiver refuses old ones as well; here they are of the days that are replayed.
    const sentAt = new Date(Number(request.headers['webhook-timestamp']) * 1000);
    if (request.headers['webhook-signature'] !== new Webhook(secret).sign(id, sentAt, text))
      throw new Error(`the webhook ${id} is not signed with the demo’s secret`);
    await appendFile(join(folder, 'webhook.jsonl'), `${text}\n`);
    onMessage(id);
    return { status: 204 };
  });
