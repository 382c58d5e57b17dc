import type { Dispatcher } from 'undici';
import { hostOf } from '../../../domain/basics/webUrl.ts';
import type { ChannelName } from '../../../domain/digests/subscription.ts';
import type { Channel, OutgoingMessage, SendOutcome } from '../../../ports/channel.ts';
import type { Resolved, ResolveReference } from '../../../ports/resolveReference.ts';
import { type Posted, postJson, tryAgain } from './post.ts';

/** What every channel that posts is made of. */
export interface PostingParts {
  readonly agent: Dispatcher;
  readonly resolveReference: ResolveReference;
  readonly timeoutMs: number;
  readonly now: () => Date;
}

/** What one channel posts, and how it reads the responses of its receivers. */
export interface Posting {
  readonly name: ChannelName;
  /** A secret that cannot be resolved now makes the message wait. */
  compose(outgoing: OutgoingMessage): Composed | Extract<Resolved, { readonly ok: false }>;
  /** What a response means that is no success. */
  judge(received: ChannelResponse): SendOutcome;
}

export interface Composed {
  readonly ok: true;
  readonly headers: Record<string, string>;
  readonly body: string;
}

export interface ChannelResponse {
  readonly status: number;
  /** The status and the receiver's words. */
  readonly response: string;
  readonly retryAfterSeconds: number | null;
  readonly host: string;
}

/** A channel that posts JSON to the target of the subscription: the one way in which all of them do. */
export function createPostingChannel(parts: PostingParts, { name, compose, judge }: Posting): Channel {
  const { agent: dispatcher, resolveReference, timeoutMs, now } = parts;
  return {
    name,
    hostOf: ({ target }) => hostOfTarget(target, resolveReference),
    async send(outgoing, signal) {
      const { target } = outgoing.subscription;
      const url = resolved(target, resolveReference);
      if (!url.ok) return tryAgain(url.message);
      const composed = compose(outgoing);
      if (!composed.ok) return tryAgain(composed.message);
      if (!URL.canParse(url.value)) return { kind: 'rejected', response: `the value of ${target} is not a URL` };
      const { headers, body } = composed;
      const posted = await postJson(url.value, headers, body, { dispatcher, timeoutMs, signal, now });
      return outcomeOf(posted, hostOf(url.value), judge);
    },
    close: async () => undefined,
  };
}

function outcomeOf(posted: Posted, host: string, judge: Posting['judge']): SendOutcome {
  if (posted.kind === 'refused') return { kind: 'rejected', response: posted.message };
  if (posted.kind === 'failed') return tryAgain(posted.message);
  const { status, body, retryAfterSeconds } = posted;
  const response = `${status} ${body}`.trim();
  return status >= 200 && status < 300
    ? { kind: 'sent', response }
    : judge({ status, response, retryAfterSeconds, host });
}

/** A target as it stands, or what its reference stands for. */
const resolved = (target: string, resolve: ResolveReference): Resolved =>
  target.startsWith('env:') ? resolve(target) : { ok: true, value: target };

/** The host of a target that is known without looking anything up, or can be; else null. */
function hostOfTarget(target: string, resolve: ResolveReference): string | null {
  const found = resolved(target, resolve);
  return found.ok && URL.canParse(found.value) ? hostOf(found.value) : null;
}

const holdSeconds = 60;

/** The whole host asked to be left alone for a while. */
export const holdHost = ({ response, retryAfterSeconds, host }: ChannelResponse): SendOutcome =>
  tryAgain(response, retryAfterSeconds ?? holdSeconds, host);
