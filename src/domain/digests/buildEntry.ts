import { type Article, bodyOf, pageMark } from '../articles/article.ts';
import type { Span, TextField } from '../rules/span.ts';
import type { Entry, EntrySource, EntryStory, Excerpt } from './entry.ts';

const mostExcerpts = 3;
const excerptChars = 280;
const titleChars = 300;

/** What a message shows of an article: its title and at most three excerpts around what matched, never the whole. */
export function buildEntry(article: Article, sources: readonly EntrySource[], story?: EntryStory): Entry {
  const spans = sources.flatMap((source) => source.spans);
  return {
    title: excerptOf(
      article.title,
      { start: 0, end: Math.min(article.title.length, titleChars) },
      rangesIn(spans, 'title'),
    ),
    excerpts: excerptsOf(bodyOf(article), rangesIn(spans, 'body'), article.fullText?.pageStart),
    link: article.link,
    outlet: article.outlet,
    lang: article.lang,
    publishedAt: article.publishedAt?.toISOString() ?? null,
    seenAt: article.seenAt.toISOString(),
    articleRevision: article.revision,
    reasons: sources.map(({ reason }) => reason),
    ...(story && { story }),
  };
}

interface Range {
  readonly start: number;
  readonly end: number;
}

/** The matched ranges of a field, in order, overlapping ones as one. */
function rangesIn(spans: readonly Span[], field: TextField): readonly Range[] {
  const ranges = spans.filter(([name]) => name === field).map(([, start, end]) => ({ start, end }));
  const merged: Range[] = [];
  for (const range of ranges.sort((a, b) => a.start - b.start || a.end - b.end)) {
    const last = merged.at(-1);
    if (last !== undefined && range.start <= last.end)
      merged[merged.length - 1] = { start: last.start, end: Math.max(last.end, range.end) };
    else merged.push(range);
  }
  return merged;
}

/** The first windows that hold a match; the beginning of the text where only the title matched. */
function excerptsOf(body: string, ranges: readonly Range[], pageStart: number | undefined): readonly Excerpt[] {
  if (body.trim() === '') return [];
  const windows: Range[] = [];
  const most = excerptsFrom(body);
  for (const range of ranges) {
    const last = windows.at(-1);
    if (last !== undefined && range.end <= last.end) continue;
    if (windows.length === most) break;
    windows.push(windowIn(body, range, last?.end ?? 0, pageStart));
  }
  if (windows.length === 0) windows.push(windowIn(body, { start: 0, end: 0 }, 0, pageStart));
  return windows
    .map((window) => ({
      ...excerptOf(body, window, ranges),
      ...pageMark(pageStart, ['body', window.start, window.end]),
    }))
    .filter(({ text }) => text.trim() !== '');
}

/** Together no more than half of the text; one in any case. */
const excerptsFrom = (body: string): number =>
  Math.max(1, Math.min(mostExcerpts, Math.floor(body.length / (2 * excerptChars))));

/** No excerpt is partly of the feed and partly of the page: it could not say which it is from. */
const windowIn = (body: string, range: Range, least: number, pageStart = 0): Range =>
  range.start < pageStart
    ? windowAround(body.slice(0, pageStart), range, least)
    : windowAround(body, range, Math.max(least, pageStart));

/** From the sentence's start, or some words before the match, to some words behind it; not before `least`. */
function windowAround(body: string, { start }: Range, least: number): Range {
  const before = body.slice(Math.max(least, start - excerptChars / 2), start);
  const sentence = /[.!?…»"”\n]\s+(?=\S[^.!?…\n]*$)/.exec(before);
  const from = start - (sentence === null ? before.length : before.length - sentence.index - sentence[0].length);
  const atWord = sentence === null && from > least ? body.indexOf(' ', from) + 1 : from;
  const begin = atWord > 0 && atWord <= start ? atWord : from;
  const end = Math.min(body.length, begin + excerptChars);
  return { start: begin, end: end === body.length ? end : wordEnd(body, begin, end) };
}

/** Back to the last space, where there is one near. */
function wordEnd(body: string, begin: number, end: number): number {
  const space = body.lastIndexOf(' ', end);
  return space > begin + excerptChars / 2 ? space : end;
}

function excerptOf(body: string, window: Range, ranges: readonly Range[]): Excerpt {
  const { start, end } = wholeCharacters(body, window);
  const highlights = ranges
    .filter((range) => range.start < end && range.end > start)
    .map((range) => [Math.max(range.start, start) - start, Math.min(range.end, end) - start] as const);
  return { text: body.slice(start, end), highlights };
}

/** Half a surrogate pair is no text: PostgreSQL's JSON would refuse it. */
function wholeCharacters(text: string, { start, end }: Range): Range {
  const cutsPair = (at: number) => /^[\ud800-\udbff][\udc00-\udfff]$/.test(text.slice(at - 1, at + 1));
  return { start: cutsPair(start) ? start + 1 : start, end: cutsPair(end) ? end - 1 : end };
}
