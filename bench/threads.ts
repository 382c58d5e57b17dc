import { availableParallelism } from 'node:os';
import { monitorEventLoopDelay, performance } from 'node:perf_hooks';
import { createThreadedMatcher } from '../src/adapters/matching/threadedMatcher.ts';
import { compileRuleSet, type RuleSetChange } from '../src/domain/rules/matcher/compile.ts';
import type { MatchInput, RuleRevision } from '../src/domain/rules/rule.ts';
import type { Matcher, RuleSource } from '../src/pipeline/match/matcher.ts';
import { loadArticles } from './articles.ts';
import { generateRules, revision } from './generateRules.ts';

/**
 * What matching in threads costs and gives: 2,000 articles in batches of 50 in process and in threads, and how long the main
 * thread is held up while 100,000 rules are loaded and one of them is edited.
 *
 *     node dist/bench/threads.js [FOLDER]
 */
const articles = loadArticles(process.argv[2]);
const batches = Array.from({ length: 40 }, (_, batch) => articles.slice(batch * 50, batch * 50 + 50));
const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
const { signal } = new AbortController();

interface EditableRules extends RuleSource {
  edit(rule: RuleRevision): void;
}

/** In parts of 500, as the store gives them. */
function inMemory(rules: readonly RuleRevision[]): EditableRules {
  const edits: RuleRevision[] = [];
  return {
    edit: (rule) => void edits.push(rule),
    currentRuleSet: async () => 1 + edits.length,
    async *changes(from, to): AsyncGenerator<RuleSetChange> {
      const added = from === 0 ? [...rules, ...edits] : edits.slice(from - 1);
      for (let at = 0; at < added.length; at += 500) {
        await new Promise((resolve) => setImmediate(resolve));
        yield { number: to, added: added.slice(at, at + 500), removed: [] };
      }
    },
  };
}

function inProcess(rules: readonly RuleRevision[]): Matcher {
  const compiled = compileRuleSet({ number: 1, rules });
  return {
    batchesAtOnce: 1,
    close: async () => undefined,
    matchAll: async (inputs) => ({
      kind: 'matched',
      ruleSet: 1,
      matches: inputs.map((input) => compiled.match(input)),
    }),
  };
}

/** Ends when every batch is matched; `batchesAtOnce + 1` are in hand, as in the step. */
async function pass(matcher: Matcher, all: readonly (readonly MatchInput[])[]): Promise<number> {
  const started = performance.now();
  const left = [...all];
  const loop = async () => {
    for (let batch = left.shift(); batch !== undefined; batch = left.shift()) {
      const outcome = await matcher.matchAll(batch, signal);
      if (outcome.kind !== 'matched') throw outcome.error;
    }
  };
  await Promise.all(Array.from({ length: matcher.batchesAtOnce + 1 }, loop));
  return performance.now() - started;
}

interface Cost {
  readonly wallMs: number;
  /** Of all threads together: what another program on the machine cannot blur. */
  readonly cpuMs: number;
}

async function best(matcher: Matcher): Promise<Cost> {
  await pass(matcher, batches);
  const costs: Cost[] = [];
  for (let round = 0; round < 5; round++) {
    const before = process.cpuUsage();
    const wallMs = await pass(matcher, batches);
    const { user, system } = process.cpuUsage(before);
    costs.push({ wallMs, cpuMs: (user + system) / 1000 });
  }
  await matcher.close();
  const least = (key: keyof Cost): number => Math.min(...costs.map((cost) => cost[key]));
  return { wallMs: least('wallMs'), cpuMs: least('cpuMs') };
}

const rules = generateRules(articles, 10_000, 20220105);
const alone = await best(inProcess(rules));
console.log(`10,000 rules, 2,000 articles in process: ${Math.round(2e6 / alone.wallMs)} articles a second`);
for (const threads of [1, 2, 4].filter((count) => count <= availableParallelism())) {
  const cost = await best(createThreadedMatcher({ rules: inMemory(rules), log, threads }));
  const [speed, work] = [alone.wallMs / cost.wallMs, cost.cpuMs / alone.cpuMs].map((ratio) => ratio.toFixed(2));
  console.log(`in ${threads} thread(s): ${speed} × as many, ${work} × the processor time`);
}

const many = inMemory(generateRules(articles, 100_000, 20220105));
const matcher = createThreadedMatcher({ rules: many, log, threads: 1 });

/** How long the main thread was held up at most while `run` went on. */
async function heldUp(name: string, run: () => Promise<unknown>): Promise<void> {
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  const started = performance.now();
  await run();
  const seconds = ((performance.now() - started) / 1000).toFixed(2);
  delay.disable();
  const [most, usual] = [delay.max / 1e6, delay.percentile(99) / 1e6].map((ms) => ms.toFixed(1));
  console.log(
    `${name}: ${seconds} s; the main thread was held up ${most} ms at most, ${usual} ms at the 99th percentile`,
  );
}

const first = batches.slice(0, 1);
await heldUp('100,000 rules loaded, and the first batch', () => pass(matcher, first));
await heldUp('a batch', () => pass(matcher, first));
many.edit(revision(200_000, 'riot AND almaty'));
await heldUp('one rule edited, and a batch', () => pass(matcher, first));
await matcher.close();
