import { type Article, bodyOf } from '../../domain/articles/article.ts';
import { canonicalLink } from '../../domain/articles/canonicalLink.ts';
import { type Figure, statedOf } from '../../domain/figures/figure.ts';
import { readFigures } from '../../domain/figures/reading.ts';
import { languageOf } from '../../domain/languages/language.ts';
import { type QueryFinding, reasonIn } from '../../domain/rules/language/finding.ts';
import { parseQuery } from '../../domain/rules/language/parser.ts';
import { createExplainer, type ExplainedClause, type ReadQuery } from '../../domain/rules/matcher/explain.ts';
import type { Concepts, MatchInput } from '../../domain/rules/rule.ts';
import { inputOf, readingOf } from '../match/matchArticles.ts';
import type { StoredArticle } from './articleHistory.ts';
import { changesOf } from './searchArticles.ts';

/** What a query is tried on. */
export type ExplainedSubject =
  | { readonly kind: 'article'; readonly articleId: number }
  /** The address of a stored article: nothing is fetched. */
  | { readonly kind: 'link'; readonly url: string }
  /** Pasted. `lang` null: told by its letters. */
  | { readonly kind: 'text'; readonly title: string; readonly body: string; readonly lang: string | null };

export interface ExplainRequest {
  readonly query: string;
  readonly concepts: Concepts;
  readonly subject: ExplainedSubject;
  /** "On Friday" in a pasted text is told from here. */
  readonly now: Date;
}

export type ExplainedText = Pick<Article, 'title' | 'link' | 'outlet' | 'lang' | 'publishedAt'> & {
  /** Null: it was pasted. */
  readonly articleId: number | null;
  /** What `body:` looks at; spans count in it. */
  readonly body: string;
  /** All that is read of it, whatever its status: only `stated` ones meet a condition. */
  readonly figures: readonly Figure[];
};

export type QueryExplanation =
  | { readonly kind: 'refused'; readonly message: string; readonly findings: readonly QueryFinding[] }
  | { readonly kind: 'no-article' }
  /** `clause` is the whole query, with its clauses below: each says whether it holds, where, or what it missed by. */
  | { readonly kind: 'explained'; readonly text: ExplainedText; readonly clause: ExplainedClause };

export interface ExplainStore {
  /** Its newest revision. */
  articleOf(articleId: number): Promise<StoredArticle | null>;
  articleOfLink(canonicalLink: string): Promise<StoredArticle | null>;
}

/** Says clause by clause why a query matches an article, or why not, and how near it came. Decided as by the matcher. */
export async function explainQuery(
  store: ExplainStore,
  { query, concepts, subject, now }: ExplainRequest,
): Promise<QueryExplanation> {
  const parsed = readQuery({ query, concepts });
  if (parsed.kind === 'refused') return parsed;
  const read = subject.kind === 'text' ? pasted(subject, now) : await stored(store, subject);
  return read === null ? { kind: 'no-article' } : explained(parsed, read);
}

/** The same of a text that was read before. */
export function explainRead(asked: AskedQuery, read: ReadText): Exclude<QueryExplanation, { kind: 'no-article' }> {
  const parsed = readQuery(asked);
  return parsed.kind === 'refused' ? parsed : explained(parsed, read);
}

type AskedQuery = Pick<ExplainRequest, 'query' | 'concepts'>;
type Parsed = ReadQuery & { readonly kind: 'query' };

function readQuery({ query, concepts }: AskedQuery): Parsed | Extract<QueryExplanation, { kind: 'refused' }> {
  const parsed = parseQuery(query, { concepts });
  if (parsed.kind === 'query') return { kind: 'query', query, node: parsed.node };
  const { findings } = parsed;
  return { kind: 'refused', message: reasonIn(findings), findings };
}

function explained(
  query: ReadQuery,
  { text, input, changes }: ReadText,
): Extract<QueryExplanation, { kind: 'explained' }> {
  const [clause] = createExplainer([query])(input, changes);
  if (clause === undefined) throw new Error('a query has no explanation');
  return { kind: 'explained', text, clause };
}

/** A text with its figures, and how it moved a ledger when it came. */
export interface ReadText {
  readonly text: ExplainedText;
  readonly input: MatchInput;
  readonly changes: ReturnType<typeof changesOf>;
}

function pasted({ title, body, lang: named }: Extract<ExplainedSubject, { kind: 'text' }>, now: Date): ReadText {
  const lang = named ?? languageOf(`${title}\n${body}`, null);
  const { figures } = readFigures({ title, body, lang, publishedISO: now.toISOString() });
  const outlet = { name: '', domain: null };
  return {
    text: { ...{ articleId: null, title, link: null, outlet, lang, publishedAt: null, body }, figures },
    input: { title, body, lang, outlet, figures: statedOf(figures) },
    changes: [],
  };
}

type StoredSubject = Exclude<ExplainedSubject, { kind: 'text' }>;

async function stored(store: ExplainStore, subject: StoredSubject): Promise<ReadText | null> {
  const article = await storedArticle(store, subject);
  return article === null ? null : readStored(article);
}

function storedArticle(store: ExplainStore, subject: StoredSubject): Promise<StoredArticle | null> {
  if (subject.kind === 'article') return store.articleOf(subject.articleId);
  const link = canonicalLink(subject.url);
  return link === null ? Promise.resolve(null) : store.articleOfLink(link);
}

/** A stored article as an explanation looks at it, with the moves that it made then. */
export function readStored(article: StoredArticle): ReadText {
  const { articleId, title, link, outlet, lang, publishedAt } = article;
  const reading = readingOf(article);
  return {
    text: { articleId, title, link, outlet, lang, publishedAt, body: bodyOf(article), figures: reading.figures },
    input: inputOf(article, reading),
    changes: changesOf(article),
  };
}
