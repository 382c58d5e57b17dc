import type { Dispatcher } from 'undici';
import type { Resolved, ResolveReference } from '../../../domain/basics/resolveReference.ts';
import type { ChannelName } from '../../../domain/digests/subscription.ts';
import type { Channel, OutgoingMessage, SendOutcome } from '../../../ports/channel.ts';
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
}

/** A channel that posts JSON to the target of the subscription: the one way in which all of them do. */
export function createPostingChannel(parts: PostingParts, { name, compose, judge }: Posting): Channel {
  const { agent: dispatcher, resolveReference, timeoutMs, now } = parts;
  return {
    name,
    async send(outgoing, signal) {
      const { target } = outgoing.subscription;
      const url = resolved(target, resolveReference);
      if (!url.ok) return heldTarget(url.message);
      const composed = compose(outgoing);
      if (!composed.ok) return heldTarget(composed.message);
      if (!URL.canParse(url.value)) return heldTarget(`the value of ${target} is not a URL`);
      const { headers, body } = composed;
      const posted = await postJson(url.value, headers, body, { dispatcher, timeoutMs, signal, now });
      return outcomeOfPost(posted, judge);
    },
    close: async () => undefined,
  };
}

/** What came of a post; what is no success is judged by the channel. */
export function outcomeOfPost(posted: Posted, judge: Posting['judge']): SendOutcome {
  if (posted.kind === 'refused') return { kind: 'rejected', response: posted.message, concerns: 'target' };
  if (posted.kind === 'failed') return tryAgain(posted.message);
  const { status, body, retryAfterSeconds } = posted;
  const response = `${status} ${body}`.trim();
  return status >= 200 && status < 300 ? { kind: 'sent', response } : judge({ status, response, retryAfterSeconds });
}

/** A target as it stands, or what its reference stands for. */
const resolved = (target: string, resolve: ResolveReference): Resolved =>
  target.startsWith('env:') ? resolve(target) : { ok: true, value: target };

/** The target refuses, whatever is sent there; with 410 it is gone. */
export function refusedByTarget({ status, response }: ChannelResponse, advice: string): SendOutcome {
  const refused = { kind: 'rejected', response: `${response} (${advice})`, concerns: 'target' } as const;
  return status === 410 ? { ...refused, isGone: true } : refused;
}

/** The target asked to be left alone for a while. */
export const holdTarget = ({ response, retryAfterSeconds }: ChannelResponse): SendOutcome =>
  tryAgain(response, retryAfterSeconds, 'target');

/** How soon it is seen that a setting of ours is there; looking costs nobody anything. */
const lookAgainSeconds = 30;

/** A setting of ours that is missing or wrong costs no message a try. */
const heldTarget = (response: string): SendOutcome => ({
  kind: 'held',
  ...{ response, scope: 'target', afterSeconds: lookAgainSeconds },
});
