import { Worker } from 'node:worker_threads';
import { afterEach, describe, expect, it } from 'vitest';
import { startMatchingWorker } from '../../../src/adapters/matching/matchingThread.ts';
import { createThreadedMatcher, type ThreadedMatcherOptions } from '../../../src/adapters/matching/threadedMatcher.ts';
import { compileRuleSet } from '../../../src/domain/rules/matcher/compile.ts';
import type { MatchInput, RuleMatch, RuleRevision } from '../../../src/domain/rules/rule.ts';
import type { BatchOutcome, Matcher } from '../../../src/pipeline/match/matcher.ts';
import { awkwardThread } from '../../support/awkwardThread.ts';
import { createRuleHistory } from '../../support/ruleHistory.ts';
import { silentLog } from '../../support/silentLog.ts';

const open: Matcher[] = [];
const matcherOf = (options: Partial<ThreadedMatcherOptions> & Pick<ThreadedMatcherOptions, 'rules'>): Matcher => {
  const matcher = createThreadedMatcher({ log: silentLog, threads: 1, ...options });
  open.push(matcher);
  return matcher;
};
afterEach(() => Promise.all(open.splice(0).map((matcher) => matcher.close())));

const { signal } = new AbortController();
const input = (title: string): MatchInput => ({
  ...{
    title,
    body: 'Nothing more is known.',
    lang: 'en',
    outlet: { name: 'Wire', domain: 'wire.example' },
    figures: [],
  },
});

const matched = (outcome: BatchOutcome) => {
  if (outcome.kind !== 'matched') throw outcome.error;
  return outcome;
};
const byRule = (matches: readonly RuleMatch[]) => [...matches].sort((a, b) => a.ruleRevisionId - b.ruleRevisionId);
const namesIn = (outcome: BatchOutcome) =>
  matched(outcome).matches.map((matches) => matches.map(({ ruleId }) => ruleId).sort());

const words = ['riot', 'strike', 'flood', 'election', 'harvest', 'curfew', 'bridge', 'pipeline'];
const sentences = Array.from({ length: 40 }, (_, index) => {
  const word = (step: number) => words[(index * step + (index >> 3)) % words.length];
  return input(`A ${word(1)} and a ${word(3)} near the ${word(5)} of article ${index}`);
});
const queries = words.flatMap((word, index) => [
  word,
  `title:${word} AND NOT ${words[(index + 1) % words.length]}`,
  `${word} NEAR/6 ${words[(index + 3) % words.length]}`,
]);

const inProcess = (number: number, rules: readonly RuleRevision[]) => {
  const compiled = compileRuleSet({ number, rules });
  return sentences.map((each) => byRule(compiled.match(each)));
};

describe('a matcher in threads', () => {
  it('finds what the compiled set finds in process, whichever thread is asked', async () => {
    const history = createRuleHistory(queries);
    const matcher = matcherOf({ rules: history, threads: 2 });
    const outcomes = await Promise.all(Array.from({ length: 6 }, () => matcher.matchAll(sentences, signal)));
    const expected = inProcess(1, history.inForce(1));
    expect(expected.flat().length).toBeGreaterThan(100);
    for (const outcome of outcomes) {
      expect(matched(outcome).ruleSet).toBe(1);
      expect(matched(outcome).matches.map(byRule)).toEqual(expected);
    }
  });

  it('is at once at the rules of an edit, and reads only what differs', async () => {
    const history = createRuleHistory(['riot', 'strike']);
    const matcher = matcherOf({ rules: history });
    const article = [input('A riot, a strike and a flood')];
    expect(namesIn(await matcher.matchAll(article, signal))).toEqual([['rule-1', 'rule-2']]);
    history.edit({ add: ['flood'], end: ['rule-2'] });
    expect(namesIn(await matcher.matchAll(article, signal))).toEqual([['rule-1', 'rule-3']]);
    history.edit({ revise: { 'rule-1': 'harvest' } });
    expect(namesIn(await matcher.matchAll(article, signal))).toEqual([['rule-3']]);
    await matcher.matchAll(article, signal);
    expect(history.requested).toEqual([
      [0, 1],
      [1, 2],
      [2, 3],
    ]);
  });

  it('matches every batch against the rules of the number it carries, while rules come, change and go', async () => {
    const history = createRuleHistory(queries);
    const matcher = matcherOf({ rules: history, threads: 3 });
    const outcomes: BatchOutcome[] = [];
    let round = 0;
    const edit = () => {
      const word = words[++round % words.length];
      history.edit({
        add: [`${word} OR article`],
        end: [`rule-${round}`],
        revise: { [`rule-${round + 1}`]: `${word} AND ${words[(round + 2) % words.length]}` },
      });
    };
    const flow = async () => {
      for (let batch = 0; batch < 20; batch++) {
        outcomes.push(await matcher.matchAll(sentences, signal));
        if (batch % 2 === 0) edit();
      }
    };
    await Promise.all([flow(), flow(), flow(), flow()]);
    const numbers = new Set(outcomes.map((outcome) => matched(outcome).ruleSet));
    expect(numbers.size).toBeGreaterThan(10);
    const expected = new Map([...numbers].map((number) => [number, inProcess(number, history.inForce(number))]));
    for (const outcome of outcomes)
      expect(matched(outcome).matches.map(byRule)).toEqual(expected.get(matched(outcome).ruleSet));
  });

  it('names a refused rule once, not once a thread and batch', async () => {
    const history = createRuleHistory(['riot', '(strike']);
    const errors: string[] = [];
    const log = { ...silentLog, error: (_: object, message: string) => void errors.push(message) };
    const matcher = matcherOf({ rules: history, threads: 2, log });
    await Promise.all([1, 2, 3, 4].map(() => matcher.matchAll(sentences, signal)));
    history.edit({ add: ['flood)'] });
    await Promise.all([1, 2, 3, 4].map(() => matcher.matchAll(sentences, signal)));
    expect(errors).toEqual([
      expect.stringContaining('the rule rule-2 has an error and matches nothing: this bracket is never closed'),
      expect.stringContaining('the rule rule-3 has an error'),
    ]);
  });
});

describe('a thread that fails', () => {
  const faulty = (options: Partial<ThreadedMatcherOptions> = {}) => {
    const history = createRuleHistory(['riot']);
    const causes: string[] = [];
    const log = {
      ...silentLog,
      error: (fields: object, message: string) =>
        void causes.push(`${message}: ${'err' in fields && fields.err instanceof Error ? fields.err.message : ''}`),
    };
    const matcher = matcherOf({ rules: history, startWorker: awkwardThread, log, ...options });
    return { history, causes, matcher };
  };
  const riot = [input('A riot')];

  it.each([
    ['throws', 'throw', /died: an article like no other/],
    ['exits', 'exit', /ended with code 3/],
    ['runs out of memory', 'swell', /died: .*memory/],
    ['hangs', 'hang', /gave no response within 1500 ms and was ended/],
  ])(
    'because it %s fails that batch alone, names the article, says so once, and is replaced',
    async (_, title, cause) => {
      const { matcher, causes } = faulty({
        threads: 2,
        ...(title === 'hang' ? { limits: { aloneMs: 1500, inCompanyMs: 1500 } } : {}),
      });
      const [failed, other] = await Promise.all([
        matcher.matchAll([...riot, ...riot, input(title), ...riot], signal),
        matcher.matchAll(riot, signal),
      ]);
      expect(failed).toMatchObject({ kind: 'failed', error: { message: expect.stringMatching(cause) }, culprit: 2 });
      expect(other).toMatchObject({ kind: 'matched' });
      expect(namesIn(await matcher.matchAll(riot, signal))).toEqual([['rule-1']]);
      expect(causes).toEqual([expect.stringMatching(cause)]);
    },
  );

  it('lets the batches that wait for it go to its successor', async () => {
    const { matcher } = faulty();
    const outcomes = await Promise.all([
      matcher.matchAll([input('exit')], signal),
      ...[1, 2, 3].map(() => matcher.matchAll(riot, signal)),
    ]);
    expect(outcomes.map(({ kind }) => kind)).toEqual(['failed', 'matched', 'matched', 'matched']);
  });

  it('while it is idle is replaced when the next batch comes', async () => {
    const workers: Worker[] = [];
    const started = () => {
      const worker = startMatchingWorker();
      workers.push(worker);
      return worker;
    };
    const { matcher, causes } = faulty({ startWorker: started });
    await matcher.matchAll(riot, signal);
    await workers[0]?.terminate();
    expect(namesIn(await matcher.matchAll(riot, signal))).toEqual([['rule-1']]);
    expect([workers.length, causes.length]).toEqual([2, 1]);
  });
});

describe('rules that cannot be loaded', () => {
  it('blame no article; the next batch finds a whole set', async () => {
    const history = createRuleHistory(['riot', 'flood']);
    let failures = 1;
    const rules = {
      currentRuleSet: history.currentRuleSet,
      async *changes(from: number, to: number) {
        for await (const change of history.changes(from, to)) {
          yield change;
          if (change.added.length > 0 && failures-- > 0) throw new Error('the store went away');
        }
      },
    };
    const matcher = matcherOf({ rules });
    const both = [input('A riot, a flood')];
    expect(await matcher.matchAll(both, signal)).toMatchObject({
      kind: 'not-begun',
      error: { message: 'the store went away' },
    });
    expect(namesIn(await matcher.matchAll(both, signal))).toEqual([['rule-1', 'rule-2']]);
  });

  it('because the program cannot be started blame none either', async () => {
    const startWorker = () => new Worker('throw new Error("no such program")', { eval: true });
    const matcher = matcherOf({ rules: createRuleHistory(['riot']), startWorker });
    expect(await matcher.matchAll([input('A riot')], signal)).toMatchObject({
      kind: 'not-begun',
      error: { message: expect.stringContaining('no such program') },
    });
  });
});

describe('closing', () => {
  it('while it works ends at once; what was under way fails, what waited was not begun', async () => {
    let begin: (title: string) => void = () => undefined;
    const begun = new Promise((resolve) => (begin = resolve));
    const startWorker = () => awkwardThread(begin);
    const matcher = matcherOf({ rules: createRuleHistory(['riot']), startWorker });
    await matcher.matchAll([input('A riot')], signal);
    const [hanging, waiting] = [matcher.matchAll([input('hang')], signal), matcher.matchAll([input('A riot')], signal)];
    const ends = Promise.all([hanging, waiting]);
    expect(await begun).toBe('hang');
    await matcher.close();
    expect(await ends).toMatchObject([
      { kind: 'failed', error: { message: expect.stringContaining('was stopped') } },
      { kind: 'not-begun' },
    ]);
    expect(await matcher.matchAll([input('A riot')], signal)).toMatchObject({ kind: 'not-begun' });
  });

  it('asked for by the signal leaves at once what waits', async () => {
    const stopping = new AbortController();
    const matcher = matcherOf({ rules: createRuleHistory(['riot']), startWorker: awkwardThread });
    const hanging = matcher.matchAll([input('hang')], signal);
    const waiting = matcher.matchAll([input('A riot')], stopping.signal);
    stopping.abort();
    expect((await waiting).kind).toBe('not-begun');
    await matcher.close();
    await hanging;
  });

  it('asked for by the signal ends the loading of rules', async () => {
    const stopping = new AbortController();
    const history = createRuleHistory(Array.from({ length: 50 }, () => 'riot'));
    const rules = {
      currentRuleSet: history.currentRuleSet,
      async *changes(from: number, to: number) {
        for await (const change of history.changes(from, to)) {
          stopping.abort();
          yield change;
        }
      },
    };
    const matcher = matcherOf({ rules });
    expect((await matcher.matchAll([input('A riot')], stopping.signal)).kind).toBe('not-begun');
  });
});

it('keeps few threads in a quiet time: batches that come singly go to one', async () => {
  let started = 0;
  const counted = () => {
    started++;
    return startMatchingWorker();
  };
  const matcher = matcherOf({ rules: createRuleHistory(['riot']), threads: 4, startWorker: counted });
  for (let batch = 0; batch < 5; batch++) await matcher.matchAll([input('A riot')], signal);
  expect(started).toBe(1);
});
