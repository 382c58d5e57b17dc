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
    const headers = {
      'webhook-id': id,
      'webhook-timestamp': String(request.headers['webhook-timestamp']),
      'webhook-signature': String(request.headers['webhook-signature']),
    };
    new Webhook(secret).verify(body.toString('utf8'), headers);
    await appendFile(join(folder, 'webhook.jsonl'), `${body.toString('utf8')}\n`);
    onMessage(id);
    return { status: 204 };
  });
