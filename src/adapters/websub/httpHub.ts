import type { Dispatcher } from 'undici';
import { shownUrl } from '../../domain/basics/webUrl.ts';
import type { Hub, HubRequest, HubResponse } from '../../ports/hub.ts';
import { failureOf } from '../http/failures.ts';
import { follow, wrongTurn } from '../http/followRedirects.ts';
import { retryAfterSeconds } from '../http/retryAfter.ts';
import { startOf } from '../http/startOf.ts';
import { discard, type WebResponse } from '../http/webResponse.ts';
import { withinTime } from '../http/withinTime.ts';

export interface HubOptions {
  /** Connects to allowed addresses only: a hub is named by a stranger. */
  readonly agent: Dispatcher;
  readonly userAgent: string;
  readonly timeoutMs: number;
}

const maxRedirects = 3;
const shownChars = 200;
const mostResponseBytes = 10_000;

/** Hubs over HTTP (WebSub §5.1). */
export const createHub = (options: HubOptions): Hub => ({
  async send(request, signal) {
    try {
      return await withinTime(signal, options.timeoutMs, (ending) => sendRequest(request, options, ending));
    } catch (error) {
      const failure = failureOf(error, request.hub, options.timeoutMs);
      return failed(request, 'message' in failure ? failure.message : shownUrl(request.hub));
    }
  },
});

/** Our secret goes to no plainer place than it was meant for. */
async function sendRequest(request: HubRequest, options: HubOptions, signal: AbortSignal): Promise<HubResponse> {
  const followed = await follow(request.hub, {
    ...{ agent: options.agent, signal, post: formOf(request), maxRedirects },
    headersFor: () => ({ 'content-type': 'application/x-www-form-urlencoded', 'user-agent': options.userAgent }),
    stopBefore: async (url, from) =>
      from?.startsWith('https:') && !url.startsWith('https:') ? `${shownUrl(request.hub)} redirects to http:` : null,
  });
  if (followed.kind === 'stopped') return failed(request, followed.why);
  return followed.kind === 'response'
    ? responseOf(request, followed.response)
    : failed(request, wrongTurn(request.hub, followed));
}

const formOf = ({ mode, topic, callback, leaseSeconds, secret }: HubRequest): string =>
  new URLSearchParams({
    // Hubs of PubSubHubbub 0.3 ask for hub.verify; later ones leave aside what they do not know.
    ...{ 'hub.mode': mode, 'hub.topic': topic, 'hub.callback': callback, 'hub.verify': 'async' },
    ...(mode === 'subscribe' ? { 'hub.lease_seconds': String(leaseSeconds), 'hub.secret': secret } : {}),
  }).toString();

async function responseOf(request: HubRequest, response: WebResponse): Promise<HubResponse> {
  const { statusCode, headers, body } = response;
  if (statusCode >= 200 && statusCode < 300) {
    await discard(response);
    return { kind: 'accepted' };
  }
  const words = await firstWords(body);
  const seconds = [429, 503].includes(statusCode) ? retryAfterSeconds(headers, new Date()) : null;
  return failed(
    request,
    `${shownUrl(request.hub)} responded with ${statusCode}${words === '' ? '' : `: ${words}`}`,
    seconds,
  );
}

const firstWords = async (body: WebResponse['body']): Promise<string> =>
  (await startOf(body, mostResponseBytes))
    .toString('utf8')
    .slice(0, shownChars * 4)
    .replace(/\s+/g, ' ')
    .trim();

/** Hubs quote what they were sent: what only the two of us know is taken out, and the query of the feed's address. */
const failed = (
  { secret, callback, topic }: HubRequest,
  message: string,
  seconds: number | null = null,
): HubResponse => ({
  kind: 'failed',
  message: message
    .replaceAll(secret, '…')
    .replaceAll(callback, '…')
    .replaceAll(encodeURIComponent(callback), '…')
    .replaceAll(topic, shownUrl(topic))
    .replaceAll(encodeURIComponent(topic), shownUrl(topic))
    .slice(0, shownChars),
  retryAfterSeconds: seconds,
});
