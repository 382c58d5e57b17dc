import { z } from 'zod';
import type { Outlet } from '../domain/articles/article.ts';
import { publishedLocally } from '../domain/articles/publishedLocally.ts';
import { type ReadableArticle, type Reading, statedOf } from '../domain/figures/figure.ts';
import type { MatchInput } from '../domain/rules/rule.ts';
import { type ReadLine, readLines } from './jsonLines.ts';

const textShape = z.string().nullish();

/** An article as the commands read it: `{id, lang?, title, body, source?, publishedISO?}`, or a line of parse-feed. */
const articleShape = z.object({
  id: z.union([z.string(), z.number()]).nullish(),
  lang: textShape,
  title: textShape,
  body: textShape,
  source: textShape,
  link: textShape,
  outlet: textShape,
  contentText: textShape,
  summary: textShape,
  publishedISO: textShape,
});

export interface ArticleLine {
  readonly id: string | number | null;
  /** What the matcher reads, but for the figures. */
  readonly words: Omit<MatchInput, 'figures'>;
  readonly readable: ReadableArticle;
  /** Null where the line has no date, or none that can be read. */
  readonly publishedAt: Date | null;
}

/** The same with the figures that the article states. */
export const inputOf = ({ words }: ArticleLine, { figures }: Reading): MatchInput => ({
  ...words,
  figures: statedOf(figures),
});

/** The same, with what tells whether it is a copy. */
export const copyTextOf = ({ words: { title, body, lang, outlet } }: Pick<ArticleLine, 'words'>) => ({
  ...{ title, body, lang },
  outlet: outlet.domain ?? (outlet.name || null),
});

/** The articles of a JSON Lines file, or of standard input. parse-feed's document lines are passed over. */
export async function* readArticles(file: string): AsyncGenerator<ArticleLine> {
  for await (const line of readLines(file)) {
    if (!isDocumentLine(line.value)) yield articleOf(line, file);
  }
}

const isDocumentLine = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && !('id' in value) && ('feed' in value || 'error' in value);

function articleOf({ number, value }: ReadLine, file: string): ArticleLine {
  const read = articleShape.safeParse(value);
  if (!read.success) {
    const [issue] = read.error.issues;
    throw new Error(
      `${file === '-' ? 'standard input' : file}, line ${number}: ${issue?.path.join('.')}: ${issue?.message}`,
    );
  }
  const { id, lang, title, body, contentText, summary, source, outlet, publishedISO } = read.data;
  const text = body ?? contentText ?? summary ?? '';
  const name = source ?? outlet ?? '';
  const domain = name.length < 255 && /^[\w-]+(\.[\w-]+)+$/.test(name) ? name.toLowerCase() : null;
  const words = { title: title ?? '', body: text, lang: lang ?? null };
  const written = { publishedISO: publishedISO ?? null, publishedAt: dateOf(publishedISO ?? '') };
  return {
    id: id ?? null,
    words: { ...words, outlet: { name, domain } },
    readable: { ...words, publishedISO: byOutletClock(written, { name, domain }) },
    publishedAt: written.publishedAt,
  };
}

interface Written {
  readonly publishedISO: string | null;
  readonly publishedAt: Date | null;
}

/** A time of UTC is written anew by the clock of the outlet's country, as the service does it. */
const byOutletClock = ({ publishedISO, publishedAt }: Written, outlet: Outlet): string | null =>
  publishedAt !== null && /T[\d:.]+(?:Z|[+-]00:?00)$/i.test(publishedISO ?? '')
    ? publishedLocally({ publishedAt, outlet })
    : publishedISO;

function dateOf(text: string): Date | null {
  const date = new Date(text);
  return Number.isNaN(date.getTime()) ? null : date;
}
