import { judgePage } from '../../domain/articles/pageText.ts';
import { secondsAfter } from '../../domain/basics/time.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Holds } from '../../ports/holds.ts';
import type { StepLog } from '../../ports/log.ts';
import type { PageResponse, PageSource } from '../../ports/pageSource.ts';
import type { Step } from '../../ports/queue.ts';
import { inParallel } from '../shared/inParallel.ts';
import { onLeases } from '../shared/keepLeases.ts';
import type { ReadArticle, ReadStore, UnreadArticle } from './readStore.ts';

export interface ReadDeps {
  readonly store: ReadStore;
  readonly pages: PageSource;
  readonly holds: Pick<Holds, 'hold'>;
  readonly clock: Clock;
  readonly wake: (step: Step) => void;
  readonly log: StepLog;
}

const pagesAtOnce = 6;
const pageWithinMs = 20_000;
/** A page that was in hand when a process died, twice, is not asked for again. */
const mostClaims = 2;

/**
 * Reads the pages of articles that wait for theirs, several hosts at a time. Whatever a page does, its article goes on to the
 * match step: with the page's text, or with the feed's own and a note why.
 */
export async function readWaiting(deps: ReadDeps, signal: AbortSignal): Promise<void> {
  await inParallel(pagesAtOnce, () => readOneByOne(deps, signal));
}

async function readOneByOne(deps: ReadDeps, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    const unread = await deps.store.claimForRead(deps.clock.now());
    if (unread === null) return;
    await onLeases(deps.store, [unread.lease], () => readArticle(deps, unread, signal));
  }
}

async function readArticle(deps: ReadDeps, unread: UnreadArticle, signal: AbortSignal): Promise<void> {
  const { store, clock, wake } = deps;
  const reason = reasonNotToFetch(unread, clock.now());
  const response = reason === null ? await fetchPage(deps, unread, signal) : unfetched(reason);
  if (signal.aborted) return store.release([unread.lease]);
  const now = clock.now();
  await noteHold(deps, response, now);
  await store.settleRead(unread.lease, readOf(unread, response), response.pauseSeconds, now);
  wake('match');
}

function reasonNotToFetch({ claims, readUntil, knownPage, mayFetch }: UnreadArticle, now: Date): string | null {
  if (knownPage !== null) return null;
  if (!mayFetch) return 'the feed does not allow it';
  if (claims > mostClaims) return `reading the page was interrupted ${claims - 1} times`;
  return readUntil <= now ? 'the page could not be read in time' : null;
}

const unfetched = (message: string): PageResponse => ({ outcome: { kind: 'none', message }, pauseSeconds: 0 });

async function fetchPage(
  { pages, clock }: ReadDeps,
  { article, readUntil, knownPage }: UnreadArticle,
  signal: AbortSignal,
): Promise<PageResponse> {
  if (knownPage !== null) return { outcome: { kind: 'text', text: knownPage }, pauseSeconds: 0 };
  const leftMs = readUntil.getTime() - clock.now().getTime();
  return pages.read(article.link ?? '', Math.min(leftMs, pageWithinMs), signal);
}

async function noteHold({ holds, log }: ReadDeps, { outcome }: PageResponse, now: Date): Promise<void> {
  if (outcome.kind !== 'held') return;
  log.warn({ host: outcome.host }, outcome.message);
  await holds.hold(outcome, secondsAfter(now, outcome.forSeconds), outcome.message, now);
}

/** What could not be read again is as it was: what it states is not withdrawn. */
function readOf({ article, earlierPage }: UnreadArticle, { outcome }: PageResponse): ReadArticle {
  const text = outcome.kind === 'text' ? outcome.text : earlierPage;
  if (text === null) return { kind: 'own', note: outcome.kind === 'text' ? '' : outcome.message };
  const verdict = judgePage(article, text);
  return verdict.kind === 'taken' ? { kind: 'full', fullText: verdict.fullText } : { kind: 'own', note: verdict.note };
}
