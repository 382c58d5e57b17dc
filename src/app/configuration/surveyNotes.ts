import type { Queryable } from '../../adapters/store/database.ts';
import { createArticlePages } from '../../adapters/store/history/newestArticles.ts';
import { type CensusRule, type CountedTerm, mostWords } from '../../domain/rules/termCensus.ts';
import { type RuleSurvey, surveyRules } from '../../pipeline/history/surveyRules.ts';

/** Of fewer articles, what none of them held proves nothing. */
const leastArticles = 200;

/** A rule that matches more than this share of all articles is likely no alarm. */
const mostShare = 0.05;

const shownTerms = 5;

/** What the stored articles of the last month say against these rules; nothing while there are too few. */
export async function surveyNotes(db: Queryable, rules: readonly CensusRule[], now: Date): Promise<readonly string[]> {
  if (rules.length === 0) return [];
  const survey = await surveyRules(createArticlePages(db), rules, now);
  return [...shareNotes(survey), ...unseenNotes(survey), ...prefixNotes(survey)];
}

function shareNotes({ census, ofWeek }: RuleSurvey): readonly string[] {
  if (ofWeek < leastArticles) return [];
  return [...census.matched].flatMap(([rule, count]) => {
    if (count === 0) return [`${rule} matches none of the ${ofWeek} articles of the last week`];
    const share = count / ofWeek;
    return share > mostShare ? [`${rule} matches ${percent(share)} of the ${ofWeek} articles of the last week`] : [];
  });
}

const percent = (share: number): string => `${(share * 100).toFixed(1)}%`;

/** One line for each concept, and one for the query of each rule. */
function unseenNotes({ census, ofScript }: RuleSurvey): readonly string[] {
  const isUnseen = ({ articles, script }: CountedTerm) =>
    articles === 0 && script !== null && ofScript[script] >= leastArticles;
  return placesOf(census.terms).flatMap(([place, terms]) => {
    const unseen = terms.filter(isUnseen).map(({ text }) => text);
    if (unseen.length === 0) return [];
    const count = `${unseen.length} of ${terms.length} ${terms.length === 1 ? 'term' : 'terms'} of ${place}`;
    return [`${count} ${unseen.length === 1 ? 'was' : 'were'} in no article of the last 30 days: ${listed(unseen)}`];
  });
}

/** `@concept`, or the rule whose query it is → its terms. */
function placesOf(terms: readonly CountedTerm[]): readonly (readonly [string, readonly CountedTerm[]])[] {
  const places = new Map<string, CountedTerm[]>();
  for (const term of terms) places.set(placeOf(term), [...(places.get(placeOf(term)) ?? []), term]);
  return [...places];
}

const placeOf = ({ concept, ruleId }: CountedTerm): string => (concept === null ? ruleId : `@${concept}`);

const listed = (terms: readonly string[]): string => {
  const more = terms.length - shownTerms;
  return terms.slice(0, shownTerms).join(', ') + (more > 0 ? ` and ${more} more` : '');
};

const prefixNotes = ({ census }: RuleSurvey): readonly string[] =>
  census.terms
    .filter(({ words }) => words.size > mostWords)
    .map((term) => `${term.text} of ${placeOf(term)} matched more than ${mostWords} different words`);
