import type { Worker } from 'node:worker_threads';
import type { RefusedRule, RuleSetChange } from '../../domain/rules/matcher/compile.ts';
import type { Matcher, RuleSource } from '../../pipeline/match/matcher.ts';
import type { StepLog } from '../../ports/log.ts';
import { createThreads } from '../threads/threads.ts';
import { type MatchingThread, openMatchingThread, startMatchingWorker } from './matchingThread.ts';

export interface ThreadedMatcherOptions {
  readonly rules: RuleSource;
  readonly log: StepLog;
  /** At most so many threads; each holds a rule set of its own. */
  readonly threads: number;
  readonly limits?: ArticleLimits;
  readonly startWorker?: () => Worker;
}

/** How long one article may take. */
interface ArticleLimits {
  /** While the others of its batch wait for it. */
  readonly inCompanyMs: number;
  readonly aloneMs: number;
}
const usualLimits: ArticleLimits = { inCompanyMs: 10_000, aloneMs: 15_000 };

/** A part of a change can set off the rebuilding of a whole index: seconds with 100,000 rules, on a busy machine a minute. */
const changeWithinMs = 300_000;

/**
 * Matches in threads of its own, so that neither articles nor edits of rules hold the process up. A thread is brought to the
 * rule set in force before each of its batches, by what differs; the rules pass through in parts and are not kept here.
 */
export function createThreadedMatcher(options: ThreadedMatcherOptions): Matcher {
  const { rules, log, limits = usualLimits, startWorker = startMatchingWorker } = options;
  const open = () => openMatchingThread(startWorker());
  const threads = createThreads({ name: 'matching', most: options.threads, open, log });
  const numbers = new WeakMap<MatchingThread, number>();
  const report = createRefusalReport(log);

  async function bringUp(thread: MatchingThread, signal: AbortSignal): Promise<void> {
    const [from, to] = [numbers.get(thread) ?? 0, await rules.currentRuleSet()];
    if (from === to) return;
    try {
      for await (const change of rules.changes(from, to)) {
        signal.throwIfAborted();
        report(change, await thread.change(change, changeWithinMs));
      }
    } catch (error) {
      threads.discard(thread);
      throw error;
    }
    numbers.set(thread, to);
  }

  return {
    batchesAtOnce: options.threads,
    close: threads.close,
    async matchAll(inputs, signal) {
      const thread = await threads.take(signal);
      if (thread === null) return { kind: 'not-begun', error: new Error('the matcher is closed') };
      try {
        const failure = await bringUp(thread, signal).then(
          () => null,
          (error: unknown) => ({ kind: 'not-begun', error }) as const,
        );
        return failure ?? (await thread.match(inputs, inputs.length === 1 ? limits.aloneMs : limits.inCompanyMs));
      } finally {
        threads.give(thread);
      }
    },
  };
}

/** Every thread refuses the same rules; each revision is reported once. */
function createRefusalReport(log: StepLog): (change: RuleSetChange, refused: readonly RefusedRule[]) => void {
  const reported = new Set<number>();
  return ({ added }, refused) => {
    for (const { ruleId, message } of refused) {
      const id = added.find((rule) => rule.ruleId === ruleId)?.id;
      if (id === undefined || reported.has(id)) continue;
      reported.add(id);
      log.error({ ruleId }, `the rule ${ruleId} has an error and matches nothing: ${message}`);
    }
  };
}
