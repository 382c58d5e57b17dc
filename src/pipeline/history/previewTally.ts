import type { Article } from '../../domain/articles/article.ts';

/** UTC, by when the article was saved. */
export interface PreviewDay {
  readonly day: string;
  readonly articles: number;
  readonly saved: number;
  readonly candidate: number;
}

/** What a rule catches as it is and as it might become, in all and by day; days without articles are left out. */
export interface PreviewCounts extends Omit<PreviewDay, 'day'> {
  readonly gained: number;
  readonly lost: number;
  /** Newest first. */
  readonly days: readonly PreviewDay[];
}

export interface PreviewTally {
  add(article: Pick<Article, 'savedAt'>, isBefore: boolean, isAfter: boolean): void;
  report(): PreviewCounts;
}

/** `byDay`: how many articles there are, newest day first. */
export function createPreviewTally(byDay: ReadonlyMap<string, number>): PreviewTally {
  const days = new Map([...byDay].map(([day, articles]) => [day, { articles, saved: 0, candidate: 0 }]));
  const total = { saved: 0, candidate: 0, gained: 0, lost: 0 };
  return {
    add({ savedAt }, isBefore, isAfter) {
      const day = days.get(savedAt.toISOString().slice(0, 10));
      for (const counts of day === undefined ? [total] : [day, total]) {
        counts.saved += Number(isBefore);
        counts.candidate += Number(isAfter);
      }
      total.gained += Number(isAfter && !isBefore);
      total.lost += Number(isBefore && !isAfter);
    },
    report: () => ({
      articles: [...days.values()].reduce((sum, { articles }) => sum + articles, 0),
      ...total,
      days: [...days].map(([day, counts]) => ({ day, ...counts })),
    }),
  };
}
