import { execFileSync } from 'node:child_process';
import { performance } from 'node:perf_hooks';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { ArticleText } from '../src/domain/rules/matcher/articleText.ts';
import { compileRuleSet } from '../src/domain/rules/matcher/compile.ts';
import { Features } from '../src/domain/rules/matcher/features.ts';
import { Pairs } from '../src/domain/rules/matcher/pairs.ts';
import { Vocabulary } from '../src/domain/rules/matcher/vocabulary.ts';
import type { RuleRevision } from '../src/domain/rules/rule.ts';
import { createOracle } from '../tests/oracle/matchAll.ts';
import { loadArticles } from './articles.ts';
import { generateRules, revision } from './generateRules.ts';
import { indexOf } from './indexOf.ts';

/**
 * One thread, articles that the index has never seen: it is warmed on one half of them and measured on the other. Every
 * figure is the best of several rounds.
 *
 *     node dist/bench/match.js [--articles FOLDER] [--rules 1000,10000,100000] [--json]
 */
const { values: options } = parseArgs({
  options: {
    articles: { type: 'string' },
    rules: { type: 'string', default: '1000,10000,100000' },
    json: { type: 'boolean', default: false },
    /** For the process that compiles that many rules and nothing else. */
    compile: { type: 'string' },
  },
});

const articles = loadArticles(options.articles);
const half = articles.length >> 1;
const [known, fresh] = [articles.slice(0, half), articles.slice(half)];
const characters = fresh.reduce((sum, { title, body }) => sum + title.length + body.length, 0);

const msOf = (run: () => void): number => {
  const started = performance.now();
  run();
  return performance.now() - started;
};

const best = (rounds: number, round: () => number): number =>
  Math.min(...Array.from({ length: rounds }, () => round()));

/** What is counted must not be thrown away unseen, or the loop is optimised out. */
let sink = 0;

function bareLoop(): void {
  for (const { title, body } of fresh) {
    for (const text of [title, body]) for (let at = 0; at < text.length; at++) sink += text.charCodeAt(at);
  }
}

/** The text into words, each known by number: all that is done unit by unit. */
function scanMs(): number {
  const features = new Features();
  const text = new ArticleText(new Vocabulary(features), new Pairs(features));
  for (const { title, body } of known) text.read(title, body);
  return msOf(() => {
    for (const { title, body } of fresh) text.read(title, body);
  });
}

interface Round {
  readonly ms: number;
  readonly matches: number;
  readonly evaluated: number;
}

/** Warmed on the known half, with anchors chosen by what it saw there. */
function matchRound(rules: readonly RuleRevision[]): Round {
  const index = indexOf(rules);
  for (const article of known) index.match(article);
  index.tune();
  let [matches, evaluated] = [0, 0];
  const ms = msOf(() => {
    for (const article of fresh) {
      const found = index.match(article);
      matches += found.count;
      evaluated += found.evaluated;
    }
  });
  return { ms, matches, evaluated };
}

function oracleMsAnArticle(rules: readonly RuleRevision[]): number {
  const oracle = createOracle({ number: 1, rules });
  const sample = fresh.slice(0, rules.length >= 100_000 ? 6 : 40);
  const ms = msOf(() => {
    for (const article of sample) sink += oracle(article).length;
  });
  return ms / sample.length;
}

/** One more rule in a set of so many, as a thread takes it over from a rule set to the next. */
function addOneMs(rules: readonly RuleRevision[]): number {
  const compiled = compileRuleSet({ number: 1, rules });
  let id = rules.length;
  return best(20, () => {
    const added = [revision(++id, `"newword${id} almaty" AND (riot${id} OR aktau)`)];
    return msOf(() => compiled.change({ number: id, added, removed: [id - 1] }));
  });
}

/** In a process that does nothing else. */
function compiledAlone(count: number): { readonly seconds: number; readonly megabytes: number } {
  const folder = options.articles === undefined ? [] : ['--articles', options.articles];
  const args = [fileURLToPath(import.meta.url), '--compile', String(count), ...folder];
  return JSON.parse(execFileSync(process.execPath, args, { encoding: 'utf8', maxBuffer: 1e6 }));
}

function compileOnly(count: number): void {
  const rules = generateRules(articles, count, seed);
  const started = performance.now();
  const compiled = compileRuleSet({ number: 1, rules });
  const seconds = (performance.now() - started) / 1000;
  for (const article of articles.slice(0, 200)) sink += compiled.match(article).length;
  console.log(JSON.stringify({ seconds, megabytes: process.memoryUsage.rss() / 2 ** 20 }));
}

const seed = 20220105;
const rounds = 6;

function measure(count: number, bareMs: number, scan: number) {
  const rules = generateRules(articles, count, seed);
  const all = Array.from({ length: rounds }, () => matchRound(rules));
  const ms = Math.min(...all.map((each) => each.ms));
  const [{ matches, evaluated }] = all as [Round];
  const { seconds, megabytes } = compiledAlone(count);
  return {
    rules: count,
    'articles a second': (fresh.length / ms) * 1000,
    'match / scan': ms / scan,
    'match / bare loop': ms / bareMs,
    'oracle / match': oracleMsAnArticle(rules) / (ms / fresh.length),
    'candidates evaluated a match': evaluated / matches,
    'matches an article': matches / fresh.length,
    'µs a match': (ms * 1000) / matches,
    'compile, seconds': seconds,
    'process, MB': megabytes,
    'replace one rule, ms': addOneMs(rules),
  };
}

/** A thousand rules of constant matches among ever more that nearly never match. */
function sparse(count: number): number {
  const some = generateRules(articles, 1000, 5);
  const rest = Array.from({ length: count - some.length }, (_, each) => revision(1000 + each, `"zq${each} zx${each}"`));
  return best(3, () => matchRound([...some, ...rest]).ms);
}

function measureAll(): void {
  const bareMs = best(20, () => msOf(bareLoop));
  const scan = best(10, scanMs);
  const measured = options.rules.split(',').map((count) => measure(Number(count), bareMs, scan));
  const sparseRatio = sparse(100_000) / sparse(10_000);
  if (options.json) {
    console.log(JSON.stringify({ scanOverBare: scan / bareMs, measured, sparseRatio }));
    return;
  }
  const nsAUnit = (bareMs * 1e6) / characters;
  console.log(`${fresh.length} articles of ${Math.round(characters / fresh.length)} characters, never seen before`);
  console.log(`bare charCodeAt loop: ${nsAUnit.toFixed(2)} ns a character; scan / bare loop: ${digits(scan / bareMs)}`);
  for (const key of Object.keys(measured[0] ?? {}) as (keyof ReturnType<typeof measure>)[])
    console.log(key.padEnd(30), ...measured.map((each) => digits(each[key]).padStart(10)));
  console.log(`100,000 rules over 10,000 with the same matches: ${digits(sparseRatio)} × the cost an article`);
}

const digits = (value: number): string => (value >= 100 ? value.toFixed(0) : value.toFixed(2));

if (options.compile === undefined) measureAll();
else compileOnly(Number(options.compile));
if (sink < 0) console.log(sink);
