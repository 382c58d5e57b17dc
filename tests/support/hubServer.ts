import { createHmac } from 'node:crypto';
import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';
import { listenOnLoopback } from './loopback.ts';

export interface HubSubscriber {
  readonly callback: string;
  readonly topic: string;
  readonly secret: string;
}

export interface HubOptions {
  leaseSeconds: number;
  /** `sync`: it verifies before it answers, as old hubs do. `never`: it takes the request and forgets it. */
  verifies: 'async' | 'sync' | 'never';
  /** What it answers instead of taking the request. */
  refuses: {
    readonly status: number;
    readonly body?: string;
    readonly headers?: Readonly<Record<string, string>>;
  } | null;
  denies: string | null;
}

/** A WebSub hub on loopback that does what the Recommendation says. */
export interface HubServer {
  readonly url: string;
  readonly options: HubOptions;
  /** The forms it was sent, in order. */
  readonly requests: readonly Readonly<Record<string, string>>[];
  readonly subscribers: readonly HubSubscriber[];
  /** Waits for verifications that are under way. */
  settled(): Promise<void>;
  /** Sends a document to the subscribers of the topic; the statuses they answered. */
  publish(topic: string, body: string, signature?: (secret: string) => string | null): Promise<readonly number[]>;
  close(): Promise<void>;
}

const contentType = 'application/rss+xml; charset=utf-8';

export const signedWith = (method: string, body: string) => (secret: string) =>
  `${method}=${createHmac(method, secret).update(body).digest('hex')}`;

export async function startHubServer(given: Partial<HubOptions> = {}, host = '127.0.0.1'): Promise<HubServer> {
  const options: HubOptions = { leaseSeconds: 864_000, verifies: 'async', refuses: null, denies: null, ...given };
  const requests: Record<string, string>[] = [];
  const subscribers: HubSubscriber[] = [];
  let verifying = Promise.resolve();

  const verify = async (form: Readonly<Record<string, string>>) => {
    const callback = form['hub.callback'] ?? '';
    const topic = form['hub.topic'] ?? '';
    const target = new URL(callback);
    const say = (query: Readonly<Record<string, string>>) => {
      for (const [name, value] of Object.entries(query)) target.searchParams.set(name, value);
      return fetch(target);
    };
    if (options.denies !== null) {
      await say({ 'hub.mode': 'denied', 'hub.topic': topic, 'hub.reason': options.denies });
      return;
    }
    const challenge = `challenge-${requests.length}`;
    const mode = form['hub.mode'] ?? '';
    const response = await say({
      ...{ 'hub.mode': mode, 'hub.topic': topic, 'hub.challenge': challenge },
      ...(mode === 'subscribe' ? { 'hub.lease_seconds': String(options.leaseSeconds) } : {}),
    });
    if (response.status !== 200 || (await response.text()) !== challenge) return;
    const known = subscribers.findIndex((each) => each.callback === callback && each.topic === topic);
    if (known !== -1) subscribers.splice(known, 1);
    if (mode === 'subscribe') subscribers.push({ callback, topic, secret: form['hub.secret'] ?? '' });
  };

  const server = createServer((request, response) => {
    void text(request).then(async (body) => {
      const form = Object.fromEntries(new URLSearchParams(body));
      requests.push(form);
      const { refuses, verifies } = options;
      if (refuses !== null) {
        response.writeHead(refuses.status, refuses.headers).end(refuses.body);
        return;
      }
      if (verifies === 'sync') await verify(form);
      response.writeHead(202).end();
      if (verifies === 'async') verifying = verifying.then(() => verify(form));
    });
  });
  const { origin, close } = await listenOnLoopback(server, host);
  return {
    url: `${origin}/hub`,
    options,
    requests,
    subscribers,
    settled: () => verifying,
    publish: (topic, body, signature = signedWith('sha256', body)) =>
      Promise.all(
        subscribers
          .filter((each) => each.topic === topic)
          .map(async ({ callback, secret }) => {
            const signed = signature(secret);
            const headers = { 'content-type': contentType, ...(signed === null ? {} : { 'x-hub-signature': signed }) };
            return (await fetch(callback, { method: 'POST', body, headers })).status;
          }),
      ),
    close,
  };
}
