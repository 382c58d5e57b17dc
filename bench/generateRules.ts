import { wordsOf } from '../src/domain/languages/words.ts';
import type { MatchInput, RuleRevision } from '../src/domain/rules/rule.ts';
import { unsavedRule } from '../src/domain/rules/unsavedRule.ts';
import { type Random, randomFrom } from '../tests/support/random.ts';

/** How common a word is, by the share of its language's articles that have it. */
const bands = { rare: [0, 0.004], middling: [0.002, 0.04], common: [0.02, 0.15] } as const;
type Band = keyof typeof bands;

/** The words of one language to draw rules from. */
interface Language {
  readonly articles: readonly (readonly string[])[];
  readonly words: Readonly<Record<Band, readonly string[]>>;
  readonly share: ReadonlyMap<string, number>;
}

interface Draw {
  readonly random: Random;
  /** Another one each time: a rule that wants a word twice would be refused. */
  readonly word: (band: Band) => string;
  readonly phrase: () => string;
}

/** The shapes of rules with their shares in percent: what desks write, from a single name to a list of twelve. */
const shapes: readonly (readonly [percent: number, query: (draw: Draw) => string])[] = [
  [22, ({ phrase }) => phrase()],
  [23, ({ word }) => `(${word('middling')} OR ${word('middling')}) AND (${word('common')} OR ${word('common')})`],
  [12, ({ word }) => `${word('middling')} AND ${word('common')} AND NOT ${word('common')}`],
  [10, ({ word }) => `${word('middling')} NEAR/5 ${word('common')}`],
  [8, ({ word }) => word('rare')],
  [8, ({ word }) => `2 OF (${word('middling')}, ${word('middling')}, ${word('middling')}, ${word('middling')})`],
  [7, ({ word }) => `${word('middling')} AND ${word('common')} AND ${word('common')}`],
  [5, ({ word }) => `title:${word('middling')}`],
  [5, ({ word, random }) => Array.from({ length: 6 + Math.floor(random() * 7) }, () => word('rare')).join(' OR ')],
];

/** So many rules whose words are drawn from the articles, in the language of one of them at a time; the same for a seed. */
export function generateRules(articles: readonly MatchInput[], count: number, seed: number): readonly RuleRevision[] {
  const random = randomFrom(seed);
  const languages = languagesOf(articles);
  const total = languages.reduce((sum, language) => sum + language.articles.length, 0);
  return Array.from({ length: count }, (_, index) => {
    const language = weighted(languages, ({ articles: own }) => own.length / total, random);
    const [, query] = weighted(shapes, ([percent]) => percent / 100, random);
    return revision(index + 1, query(drawFrom(language, random)));
  });
}

export const revision = (id: number, query: string): RuleRevision =>
  unsavedRule({ id, ruleId: `rule-${id}`, query, concepts: {} });

function drawFrom({ words, articles, share }: Language, random: Random): Draw {
  const pick = <T>(list: readonly T[]): T => {
    const picked = list[Math.floor(random() * list.length)];
    if (picked === undefined) throw new Error('the articles have too few words to draw rules from');
    return picked;
  };
  const phrase = (): string => {
    const article = pick(articles);
    const length = random() < 0.7 ? 2 : 3;
    const from = Math.floor(random() * Math.max(1, article.length - length));
    const parts = article.slice(from, from + length);
    const isDistinctive = parts.length === length && parts.some((part) => (share.get(part) ?? 1) <= bands.middling[1]);
    return isDistinctive ? `"${parts.join(' ')}"` : phrase();
  };
  const used = new Set<string>();
  const word = (band: Band): string => {
    const picked = pick(words[band]);
    if (used.has(picked)) return word(band);
    used.add(picked);
    return picked;
  };
  return { random, phrase, word };
}

function weighted<T>(items: readonly T[], weightOf: (item: T) => number, random: Random): T {
  let left = random();
  for (const item of items) {
    left -= weightOf(item);
    if (left < 0) return item;
  }
  const last = items.at(-1);
  if (last === undefined) throw new Error('there are no articles to draw rules from');
  return last;
}

function languagesOf(articles: readonly MatchInput[]): readonly Language[] {
  const names = [...new Set(articles.map(({ lang }) => lang))];
  return names.map((name) => languageOf(articles.filter(({ lang }) => lang === name)));
}

function languageOf(articles: readonly MatchInput[]): Language {
  const texts = articles.map(({ title, body }) => wordsOf(`${title}\n${body}`).map(({ folded }) => folded));
  const counts = new Map<string, number>();
  for (const text of texts) for (const word of new Set(text)) counts.set(word, (counts.get(word) ?? 0) + 1);
  const share = new Map([...counts].map(([word, count]) => [word, count / texts.length]));
  const known = [...share].filter(([word]) => /^\p{L}{3,}$/u.test(word));
  const within = (band: Band): readonly string[] =>
    known.filter(([, part]) => part > bands[band][0] && part <= bands[band][1]).map(([word]) => word);
  return {
    articles: texts,
    share,
    words: { rare: within('rare'), middling: within('middling'), common: within('common') },
  };
}
