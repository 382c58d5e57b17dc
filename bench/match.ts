import { readFileSync } from 'node:fs';
import { performance } from 'node:perf_hooks';
import { readRulesFile } from '../config/rulesFile.ts';
import { compileRuleSet } from '../src/domain/rules/matcher/compile.ts';
import type { MatchInput, RuleRevision } from '../src/domain/rules/rule.ts';
import { wordsOf } from '../src/domain/rules/text/words.ts';
import { randomFrom } from '../tests/support/random.ts';

/** Articles and rules of made-up words with a share of real ones, the same in every run. */
const random = randomFrom(7);
const file = readRulesFile(readFileSync('config/rules.yaml', 'utf8'), 'config/rules.yaml');
const vocabulary = Object.values(file.concepts)
  .flat()
  .concat(
    Array.from({ length: 4000 }, () =>
      Math.floor(random() * 36 ** 6)
        .toString(36)
        .replace(/\d/g, 'a'),
    ),
  );
const pick = (): string => vocabulary[Math.floor(random() ** 2 * vocabulary.length)] ?? 'word';

const articles: readonly MatchInput[] = Array.from({ length: 1000 }, () => ({
  title: Array.from({ length: 9 }, pick).join(' '),
  body: Array.from({ length: 350 }, pick).join(' '),
  lang: 'en',
  outlet: { name: 'Wire', domain: 'wire.example' },
  figures: [],
}));

const rule = (id: number, query: string): RuleRevision => ({
  ...{ id, ruleId: `rule-${id}`, revision: 1, name: `rule ${id}`, owner: null, alert: { on: 'article' } },
  ...{ query, concepts: file.concepts },
});
const starter = file.rules.map(({ query }, index) => rule(index + 1, query));
const quoted = () => `"${pick()}"`;
const generated = (count: number): readonly RuleRevision[] =>
  Array.from({ length: count }, (_, index) =>
    rule(index + 1, `(${quoted()} OR ${quoted()}) AND ${quoted()} NOT ${quoted()}`),
  );

function seconds(run: () => void): number {
  run();
  const started = performance.now();
  run();
  return (performance.now() - started) / 1000;
}

const scan = seconds(() => {
  for (const { title, body } of articles) wordsOf(`${title} ${body}`);
});

function report(name: string, rules: readonly RuleRevision[]): void {
  const set = compileRuleSet({ number: 1, rules });
  let matches = 0;
  const took = seconds(() => {
    matches = 0;
    for (const article of articles) matches += set.match(article).length;
  });
  const rate = Math.round(articles.length / took);
  console.log(
    `${name.padEnd(22)} ${String(rate).padStart(6)} articles/s   ${(took / scan).toFixed(1).padStart(5)} × the scan   ${matches} matches`,
  );
}

console.log(
  `${articles.length} articles of about 2.4 KB, one thread; the scan into words alone: ${Math.round(articles.length / scan)} articles/s`,
);
report('the 3 starter rules', starter);
report('100 generated rules', generated(100));
report('1,000 generated rules', generated(1000));
