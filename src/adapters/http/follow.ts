import { type Dispatcher, request } from 'undici';
import { firstOf } from './headers.ts';

export interface Asking {
  /** Connects to allowed addresses only. */
  readonly agent: Dispatcher;
  readonly headers: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
  /** Why this address is not to be asked, or null; asked before the first request and before each redirect is followed. */
  readonly refusal?: (url: URL) => Promise<string | null>;
}

export type Followed =
  | { readonly kind: 'answer'; readonly url: URL; readonly answer: Dispatcher.ResponseData }
  | { readonly kind: 'refused'; readonly reason: string }
  | { readonly kind: 'lost' };

const mostRedirects = 5;
const redirects = [301, 302, 303, 307, 308];

/** Asks, and follows redirects one by one, each through the same check. `lost`: there are too many. Throws what the network does. */
export async function follow(
  start: string,
  { agent, headers, signal, refusal = async () => null }: Asking,
): Promise<Followed> {
  let url = new URL(start);
  for (let hop = 0; hop <= mostRedirects; hop++) {
    const reason = isWeb(url) ? await refusal(url) : `${url.protocol} is not the web`;
    if (reason !== null) return { kind: 'refused', reason };
    const answer = await request(url, { dispatcher: agent, headers, signal });
    const target = redirects.includes(answer.statusCode) ? firstOf(answer.headers, 'location') : null;
    if (target === null) return { kind: 'answer', url, answer };
    await answer.body.dump();
    if (!URL.canParse(target, url.href)) return { kind: 'refused', reason: 'it redirects to no address' };
    url = new URL(target, url);
  }
  return { kind: 'lost' };
}

const isWeb = ({ protocol }: URL): boolean => protocol === 'http:' || protocol === 'https:';

/** Reads no further. The connection goes with it. */
export function giveUp({ body }: Pick<Dispatcher.ResponseData, 'body'>): void {
  body.on('error', () => undefined);
  body.destroy();
}
