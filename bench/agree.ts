import { isDeepStrictEqual, parseArgs } from 'node:util';
import { compileRuleSet } from '../src/domain/rules/matcher/compile.ts';
import type { MatchInput } from '../src/domain/rules/rule.ts';
import { createOracle } from '../tests/oracle/matchAll.ts';
import { loadArticles } from './articles.ts';
import { generateRules } from './generateRules.ts';

/**
 * Whether the matcher finds what the oracle finds, spans, scores and shown terms included, for generated rules on all articles of a
 * folder (or made-up ones). Ends with exit code 1 at the first article that they see differently.
 *
 *     node dist/bench/agree.js [--articles FOLDER] [--rules 1000] [--most ARTICLES]
 */
const { values: options } = parseArgs({
  options: {
    articles: { type: 'string' },
    rules: { type: 'string', default: '1000' },
    most: { type: 'string', default: '1000000' },
  },
});

const articles = loadArticles(options.articles);
const rules = generateRules(articles, Number(options.rules), 20220106);
const compiled = compileRuleSet({ number: 1, rules });
const oracle = createOracle({ number: 1, rules });

const found = (input: MatchInput) =>
  compiled
    .match(input)
    .map(({ ruleRevisionId, spans, score, shown }) => ({ ruleRevisionId, spans, score, shown }))
    .sort((a, b) => a.ruleRevisionId - b.ruleRevisionId);
const expected = (input: MatchInput) =>
  oracle(input).map(({ ruleRevisionId, spans, score, shown }) => ({ ruleRevisionId, spans, score, shown }));

let matches = 0;
const chosen = articles.slice(0, Number(options.most));
const different = chosen.find((input) => {
  const byIndex = found(input);
  matches += byIndex.length;
  return !isDeepStrictEqual(byIndex, expected(input));
});
if (different === undefined) {
  console.log(
    `${rules.length} rules, ${chosen.length} articles, ${matches} matches: the same in every span and shown term`,
  );
} else {
  console.log(`the matcher and the oracle differ on: ${different.title} | ${different.body.slice(0, 500)}`);
  process.exitCode = 1;
}
