import { dayMs } from '../../domain/basics/time.ts';
import {
  type CensusRule,
  createTermCensus,
  type Script,
  scriptOf,
  type TermCensus,
} from '../../domain/rules/termCensus.ts';
import { inputOf } from '../match/matchArticles.ts';
import { type ArticlePages, newestFirst } from './articleHistory.ts';

/** What the stored articles say of some rules. */
export interface RuleSurvey {
  readonly census: TermCensus;
  /** Articles of the last 30 days whose letters are of the script. */
  readonly ofScript: Readonly<Record<Script, number>>;
  /** Articles of the last week, the only ones that rules were matched against. */
  readonly ofWeek: number;
}

const mostArticles = 20_000;
/** One pass over the articles of the last 30 days, the newest 20,000 at most, for all rules and their terms. */
export async function surveyRules(store: ArticlePages, rules: readonly CensusRule[], now: Date): Promise<RuleSurvey> {
  const census = createTermCensus(rules);
  const weekAgo = new Date(now.getTime() - 7 * dayMs);
  const ofScript = { latin: 0, cyrillic: 0, kazakh: 0 };
  let ofWeek = 0;
  let looked = 0;
  for await (const article of newestFirst(store, { since: new Date(now.getTime() - 30 * dayMs), until: now })) {
    const isOfWeek = article.savedAt >= weekAgo;
    const input = inputOf(article);
    census.add(input, isOfWeek);
    for (const script of scriptsOf(input.title, article.lang)) ofScript[script]++;
    ofWeek += Number(isOfWeek);
    if (++looked === mostArticles) break;
  }
  return { census, ofScript, ofWeek };
}

/** A Kazakh text may hold Russian words; a Russian one holds no Kazakh letters. */
function scriptsOf(title: string, lang: string | null): readonly Script[] {
  const script = lang === 'kk' ? 'kazakh' : scriptOf(title);
  if (script === null) return [];
  return script === 'kazakh' ? ['kazakh', 'cyrillic'] : [script];
}
