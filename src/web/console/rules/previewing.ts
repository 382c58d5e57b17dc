import { dayMs } from '../../../domain/basics/time.ts';
import type { KeptRevision } from '../../../domain/rules/keptRevision.ts';
import type { Concepts } from '../../../domain/rules/rule.ts';
import type {
  ClauseCount,
  PreviewChange,
  PreviewHit,
  QueryPreviewEvent,
  QueryPreviewRequest,
} from '../../../pipeline/history/previewQuery.ts';
import type { PreviewCounts } from '../../../pipeline/history/previewTally.ts';

/** Runs the query in an editor over the stored articles. */
export type PreviewQuery = (request: QueryPreviewRequest, signal: AbortSignal) => AsyncIterator<QueryPreviewEvent>;

/** Of each list, so many articles are shown. */
export const shownHits = 20;

export const previewDays = 30;

/** The last days, with what is in force to compare with. */
export const previewRequest = (
  query: string,
  concepts: Concepts,
  { current, now }: { readonly current: KeptRevision | null; readonly now: Date },
): QueryPreviewRequest => ({
  range: { since: new Date(now.getTime() - previewDays * dayMs), until: now },
  saved: current,
  candidate: { query, concepts },
  ...{ mostHits: shownHits, countsClauses: true },
});

/** What the preview found, as far as the page shows it. */
export interface ShownPreview {
  readonly counts: PreviewCounts;
  readonly hits: Readonly<Record<PreviewChange, readonly PreviewHit[]>>;
  readonly clauses: readonly ClauseCount[];
  /** The time was over before all articles were looked at: the newest were. */
  readonly isCut: boolean;
}

/** How long a page waits for a preview. */
export const previewLimitMs = 2000;

/** The preview of a page: whole, or as far as it came in that time. Null where the query is refused, or nothing was looked at. */
export async function shownPreview(
  events: AsyncIterator<QueryPreviewEvent>,
  limitMs = previewLimitMs,
): Promise<ShownPreview | null> {
  const hits: Record<PreviewChange, PreviewHit[]> = { kept: [], gained: [], lost: [] };
  let counts: PreviewCounts | null = null;
  let clauses: readonly ClauseCount[] = [];
  const end = performance.now() + limitMs;
  for (;;) {
    const next = await within(end - performance.now(), events.next());
    if (next === null) return counts === null ? null : { counts, hits, clauses, isCut: true };
    if (next.done === true) return null;
    const event = next.value;
    if (event.kind === 'refused') return null;
    if (event.kind === 'hit') hits[event.hit.change].push(event.hit);
    if (event.kind === 'counts') counts = event.counts;
    if (event.kind === 'clauses') clauses = event.clauses;
    if (event.kind === 'end') return { counts: event.counts, hits, clauses, isCut: false };
  }
}

/** Null: it took longer. What is waited for goes on, and is nobody's. */
export function within<T>(limitMs: number, waited: Promise<T>): Promise<T | null> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => resolve(null), Math.max(0, limitMs));
    waited.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}

/** How many messages a day a subscription would get. */
export interface ForecastLine {
  readonly who: string;
  /** "at once", "daily 07:00". */
  readonly schedule: string;
  readonly now: number;
  readonly after: number;
  readonly reachesLimit: boolean;
}
