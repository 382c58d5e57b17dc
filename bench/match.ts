import { performance } from 'node:perf_hooks';
import { parseArgs } from 'node:util';
import { parseQuery } from '../src/domain/rules/language/parser.ts';
import { RuleIndex } from '../src/domain/rules/matcher/ruleIndex.ts';
import type { MatchInput, RuleRevision } from '../src/domain/rules/rule.ts';
import { createOracle } from '../tests/oracle/matchAll.ts';
import { loadArticles } from './articles.ts';
import { generateRules, revision } from './generateRules.ts';

/**
 * One thread, articles that the index has never seen: it is warmed on one half of them and measured on the other.
 *
 *     node dist/bench/match.js [--articles FOLDER] [--rules 1000,10000,100000] [--json]
 */
const { values: options } = parseArgs({
  options: {
    articles: { type: 'string' },
    rules: { type: 'string', default: '1000,10000,100000' },
    json: { type: 'boolean', default: false },
  },
});

const articles = loadArticles(options.articles);
const half = articles.length >> 1;
const [known, fresh] = [articles.slice(0, half), articles.slice(half)];
const rounds = 3;

const msOf = (run: () => void): number => {
  const started = performance.now();
  run();
  return performance.now() - started;
};

const best = (runs: readonly number[]): number => Math.min(...runs);

let sink = 0;
function bareLoop(): void {
  for (const { title, body } of fresh) {
    for (const text of [title, body]) for (let at = 0; at < text.length; at++) sink += text.charCodeAt(at);
  }
}

interface Round {
  readonly compileMs: number;
  readonly scanMs: number;
  readonly matchMs: number;
  readonly addMs: number;
  readonly matches: number;
  readonly evaluated: number;
}

function indexOf(rules: readonly RuleRevision[]): RuleIndex {
  const index = new RuleIndex();
  for (const { query, concepts } of rules) {
    const parsed = parseQuery(query, { concepts });
    if (parsed.kind === 'query') index.add(parsed.node);
  }
  return index;
}

/** Warmed on the known half, with anchors chosen by what it saw there. */
function warmed(rules: readonly RuleRevision[], warm: (index: RuleIndex, article: MatchInput) => void): RuleIndex {
  const index = indexOf(rules);
  for (const article of known) warm(index, article);
  index.tune();
  return index;
}

function round(rules: readonly RuleRevision[]): Round {
  const compileMs = msOf(() => indexOf(rules));
  const scanning = warmed(rules, (index, article) => index.scan(article));
  const scanMs = msOf(() => {
    for (const article of fresh) scanning.scan(article);
  });
  const index = warmed(rules, (each, article) => each.match(article));
  let [matches, evaluated] = [0, 0];
  const matchMs = msOf(() => {
    for (const article of fresh) {
      const found = index.match(article);
      matches += found.count;
      evaluated += found.evaluated;
    }
  });
  const addMs = best([1, 2, 3, 4, 5].map((each) => msOf(() => addOne(index, each))));
  return { compileMs, scanMs, matchMs, addMs, matches, evaluated };
}

function addOne(index: RuleIndex, each: number): void {
  const parsed = parseQuery(`"newword${each} almaty" AND (riot${each} OR aktau)`, { concepts: {} });
  if (parsed.kind === 'query') index.add(parsed.node);
}

const bareMs = best(Array.from({ length: 10 }, () => msOf(bareLoop)));
const oracleSample = fresh.slice(0, 40);

function measure(count: number) {
  const rules = generateRules(articles, count, 20220105);
  const all = Array.from({ length: rounds }, () => round(rules));
  const least = (key: keyof Round): number => best(all.map((each) => each[key]));
  const [scanMs, matchMs, matches] = [least('scanMs'), least('matchMs'), least('matches')];
  const oracle = createOracle({ number: 1, rules });
  const sample = oracleSample.slice(0, count >= 100_000 ? 4 : 40);
  const oracleMs = msOf(() => {
    for (const article of sample) sink += oracle(article).length;
  });
  return {
    rules: count,
    articlesPerSecond: Math.round((fresh.length / matchMs) * 1000),
    scanOverBare: scanMs / bareMs,
    matchOverScan: matchMs / scanMs,
    overOracle: oracleMs / sample.length / (matchMs / fresh.length),
    evaluatedPerMatch: least('evaluated') / matches,
    matchesPerArticle: matches / fresh.length,
    microsecondsPerMatch: (matchMs * 1000) / matches,
    compileSeconds: least('compileMs') / 1000,
    addOneMs: least('addMs'),
    processMegabytes: process.memoryUsage.rss() / 2 ** 20,
  };
}

type Measured = ReturnType<typeof measure>;

/** The same hundred rules of constant matches among ever more that nearly never match. */
function sparse(count: number): number {
  const some = generateRules(articles, 1000, 5);
  const rest = Array.from({ length: count - some.length }, (_, index) =>
    revision(1000 + index, `"zq${index} zx${index}"`),
  );
  const index = warmed([...some, ...rest], (each, article) => each.match(article));
  return msOf(() => {
    for (const article of fresh) index.match(article);
  });
}

const counts = options.rules.split(',').map(Number);
const measured = counts.map(measure);
const sparseRatio = best([sparse(100_000), sparse(100_000)]) / best([sparse(10_000), sparse(10_000)]);

if (options.json) {
  console.log(JSON.stringify({ measured, sparseRatio }));
} else {
  const characters = fresh.reduce((sum, { title, body }) => sum + title.length + body.length, 0);
  console.log(
    `${fresh.length} articles of ${Math.round(characters / fresh.length)} characters; a bare charCodeAt loop: ${((bareMs * 1e6) / characters).toFixed(2)} ns a character`,
  );
  const digits = (value: number): string => (value >= 100 ? value.toFixed(0) : value.toFixed(2));
  for (const key of Object.keys(measured[0] ?? {}) as (keyof Measured)[])
    console.log(key.padEnd(24), ...measured.map((each) => digits(each[key]).padStart(12)));
  console.log(`100,000 rules over 10,000 with the same matches: ${sparseRatio.toFixed(2)} × the cost an article`);
}
if (sink < 0) console.log('');
