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
export type PreviewQuery = (request: QueryPreviewRequest, signal: AbortSignal) => AsyncIterable<QueryPreviewEvent>;

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
}

/** The whole preview, for a page without script; null where the query is refused. */
export async function wholePreview(events: AsyncIterable<QueryPreviewEvent>): Promise<ShownPreview | null> {
  const hits: Record<PreviewChange, PreviewHit[]> = { kept: [], gained: [], lost: [] };
  let clauses: readonly ClauseCount[] = [];
  for await (const event of events) {
    if (event.kind === 'refused') return null;
    if (event.kind === 'hit') hits[event.hit.change].push(event.hit);
    if (event.kind === 'clauses') clauses = event.clauses;
    if (event.kind === 'end') return { counts: event.counts, hits, clauses };
  }
  return null;
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
