import { lineOf, safeLink } from '../adapters/channels/mail/hostileText.ts';
import { marked } from '../adapters/channels/mail/textMail.ts';
import type { Excerpt } from '../domain/digests/entry.ts';
import type { PreviewedArticle, PreviewReport, PreviewRequest } from '../pipeline/history/previewRule.ts';

/** An article that makes a difference, as a JSON line: all of them are written. */
export const articleLine = ({ change, article, entry }: PreviewedArticle) => ({
  change,
  article: article.articleId,
  revision: article.revision,
  savedISO: article.savedAt.toISOString(),
  publishedISO: entry.publishedAt,
  ...{ outlet: entry.outlet, lang: entry.lang, link: entry.link, title: entry.title, excerpts: entry.excerpts },
});

const shownArticles = 20;

/** The newest articles of each kind, as lines for people. */
export interface DifferenceList {
  add(found: PreviewedArticle): void;
  lines(change: PreviewedArticle['change'], count: number): readonly string[];
}

export function createDifferenceList(): DifferenceList {
  const kept = { gained: [] as string[], lost: [] as string[], caught: [] as string[] };
  return {
    add(found) {
      const list = kept[found.change];
      if (list.length < shownArticles) list.push(shownArticle(found));
    },
    lines(change, count) {
      const more = count - kept[change].length;
      const heading = `${change}: ${count}`;
      return ['', heading, ...kept[change], ...(more > 0 ? [`  and ${more} more; --json shows all`] : [])];
    },
  };
}

/** Matched words stand between asterisks, as in mails. */
function shownArticle({ article, entry }: PreviewedArticle): string {
  const time = article.savedAt.toISOString().slice(0, 16).replace('T', ' ');
  const link = safeLink(entry.link);
  return [
    `  ${time}  ${lineOf(entry.outlet.name)}: ${lineOf(marked(entry.title))}`,
    ...entry.excerpts.filter(({ highlights }) => highlights.length > 0).map(shownExcerpt),
    ...(link === null ? [] : [`      ${link}`]),
  ].join('\n');
}

const shownExcerpt = (excerpt: Excerpt): string => `      ${lineOf(marked(excerpt))}`;

interface PreviewSubject extends Pick<PreviewRequest, 'saved' | 'candidate'> {
  readonly ruleId: string;
  readonly days: number;
}

export function shownPreview(report: PreviewReport, subject: PreviewSubject, list: DifferenceList): string {
  const { saved, candidate, ruleId, days } = subject;
  const isCompared = saved !== null && candidate !== null;
  const about = `${ruleId} over the ${report.articles} articles saved in the last ${days === 1 ? 'day' : `${days} days`}`;
  const compared = candidate !== null && saved === null ? ['The store has no such rule in force to compare with.'] : [];
  const articles = isCompared
    ? [...list.lines('gained', report.gained), ...list.lines('lost', report.lost)]
    : list.lines('caught', candidate === null ? report.saved : report.candidate);
  return `${[about, ...compared, ...table(report, subject), ...articles].join('\n')}\n`;
}

/** A line a day, by UTC, and their sum; only the columns that are asked for. */
function table({ days, articles, saved, candidate }: PreviewReport, subject: PreviewSubject): readonly string[] {
  const row = (name: string, cells: { articles: unknown; saved: unknown; candidate: unknown }) =>
    [
      `  ${name.padEnd(10)}`,
      String(cells.articles).padStart(10),
      subject.saved === null ? '' : String(cells.saved).padStart(10),
      subject.candidate === null ? '' : String(cells.candidate).padStart(10),
    ].join('');
  return [
    row('day', { articles: 'articles', saved: 'saved', candidate: 'tried' }),
    ...days.map(({ day, ...counts }) => row(day, counts)),
    row('all', { articles, saved, candidate }),
  ];
}
