import { brokenTerms } from '../../../domain/rules/language/checkConcepts.ts';
import { coveredTermsOf } from '../../../domain/rules/matcher/coveredTerms.ts';
import type { Concepts } from '../../../domain/rules/rule.ts';
import { type ReadTerm, readTermOf } from '../../../domain/rules/termForms.ts';
import type { TermCounts } from '../../../pipeline/history/countTerms.ts';
import type { ArticlesByLang } from '../../../ports/conceptViews.ts';

/** A term of a concept in its row. */
export interface TermLine {
  readonly text: string;
  readonly read: ReadTerm;
  /** Null: not counted. */
  readonly articles: number | null;
  readonly mark: 'dead' | 'noisy' | null;
  /** What finds all that this term finds; null: nothing does. */
  readonly covered: string | null;
}

const noisyShare = 0.05;
/** A share of fewer articles says nothing. */
const leastArticles = 200;

/** The terms of a concept in their order. */
export function termLines(
  name: string,
  concepts: Concepts,
  { articlesOf }: TermCounts,
  byLang: ArticlesByLang,
): readonly TermLine[] {
  const covered = brokenTerms(concepts).length > 0 ? [] : coveredTermsOf(name, concepts);
  const total = [...byLang.values()].reduce((sum, count) => sum + count, 0);
  const hasKazakh = (byLang.get('kk') ?? 0) > 0;
  return (concepts[name] ?? []).map((text, place) => {
    const read = readTermOf(text);
    const articles = articlesOf.get(text) ?? null;
    const couldBeRead = total > 0 && (read.script !== 'kazakh' || hasKazakh);
    const isNoisy = total >= leastArticles && (articles ?? 0) > total * noisyShare;
    const mark = articles === 0 && couldBeRead ? 'dead' : isNoisy ? 'noisy' : null;
    return { text, read, articles, mark, covered: covered.find(({ term }) => term === place)?.message ?? null };
  });
}
