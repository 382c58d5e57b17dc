import type { Dispatcher } from 'undici';
import { dayMs } from '../../domain/basics/time.ts';
import type { Clock } from '../../ports/clock.ts';
import { readStart } from '../documents/body.ts';
import { type FollowOptions, follow } from '../http/followRedirects.ts';
import { discard } from '../http/webResponse.ts';
import { withinTime } from '../http/withinTime.ts';
import { allowsAll, allowsNothing, type RobotsRules, readRobots } from './robotsRules.ts';

export interface RobotsOptions {
  readonly agent: Dispatcher;
  readonly userAgent: string;
  readonly clock: Clock;
}

/** The rules of the site that an address is of. Never rejects; an aborted question is not kept. */
export type RobotsOf = (url: URL, signal: AbortSignal) => Promise<RobotsRules>;

/** RFC 9309 §2.4: not to be used for longer. */
const keptMs = dayMs;
/** What could not be had is asked for again soon: until then the site is taken to refuse everything (§2.3.1.4). */
const retriedMs = 600_000;
/** §2.5: at least so much is read. */
const maxBytes = 512_000;
const withinMs = 10_000;
const mostSites = 5000;

/** robots.txt of each site, kept in memory for a day. */
export function createRobots({ agent, userAgent, clock }: RobotsOptions): RobotsOf {
  const kept = new Map<string, { readonly rules: RobotsRules; readonly until: number }>();
  const product = userAgent.split('/', 1)[0] ?? userAgent;
  const headers = { 'user-agent': userAgent, accept: 'text/plain, */*;q=0.1', 'accept-encoding': 'identity' };

  return async ({ origin }, signal) => {
    const known = kept.get(origin);
    if (known !== undefined && known.until > clock.now().getTime()) return known.rules;
    const read = await withinTime(signal, withinMs, (within) =>
      readSite(`${origin}/robots.txt`, { agent, headersFor: () => headers, signal: within }, product),
    ).catch(() => null);
    if (read === null && signal.aborted) return allowsNothing;
    const until = clock.now().getTime() + (read === null ? retriedMs : keptMs);
    kept.delete(origin);
    kept.set(origin, { rules: read ?? allowsNothing, until });
    if (kept.size > mostSites) kept.delete(kept.keys().next().value ?? '');
    return read ?? allowsNothing;
  };
}

/** Null: it cannot be told what the site allows. A site without the file, or lost in redirects, allows everything (§2.3.1.2, .3). */
async function readSite(address: string, options: FollowOptions<never>, product: string): Promise<RobotsRules | null> {
  const followed = await follow(address, options);
  if (followed.kind !== 'response') return followed.kind === 'astray' ? null : allowsAll;
  const { response } = followed;
  const { statusCode } = response;
  if (statusCode === 200) return readRobots(new TextDecoder().decode(await readStart(response, maxBytes)), product);
  await discard(response);
  return statusCode >= 400 && statusCode < 500 && statusCode !== 429 ? allowsAll : null;
}
