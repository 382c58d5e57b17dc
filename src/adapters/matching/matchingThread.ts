import type { Worker } from 'node:worker_threads';
import type { RefusedRule, RuleSetChange } from '../../domain/rules/matcher/compile.ts';
import type { MatchInput } from '../../domain/rules/rule.ts';
import type { FailedBatch, MatchedBatch } from '../../pipeline/match/matcher.ts';
import { openThread, startWorker, type Thread } from '../threads/thread.ts';
import type { ThreadRequest, ThreadResponses } from './threadRequest.ts';

/** A thread that holds one rule set. */
export interface MatchingThread extends Pick<Thread<ThreadRequest, never>, 'ended' | 'end'> {
  /** Rejects with the cause when the thread ends before it has answered. */
  change(change: RuleSetChange, withinMs: number): Promise<readonly RefusedRule[]>;
  match(inputs: readonly MatchInput[], articleWithinMs: number): Promise<MatchedBatch | FailedBatch>;
}

/**
 * No resourceLimits: a thread has V8's own limit (a quarter of the memory, at most 4 GB) and dies alone of it; a lower one
 * would only be a limit on rules. NODE_OPTIONS=--max-old-space-size changes it, for threads too.
 */
export const startMatchingWorker = (): Worker => startWorker('matching/matchingProgram');

export function openMatchingThread(worker: Worker): MatchingThread {
  const { ended, end, call } = openThread<ThreadRequest, ThreadResponses[ThreadRequest['kind']]>('matching', worker);
  return {
    ended,
    end,
    change: (change, withinMs) => call({ kind: 'change', change }, withinMs) as Promise<ThreadResponses['change']>,
    async match(inputs, articleWithinMs) {
      const begun = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
      const begunSoFar = () => Atomics.load(begun, 0);
      try {
        const response = await call({ kind: 'match', inputs, begun }, articleWithinMs, begunSoFar);
        return { kind: 'matched', ...(response as ThreadResponses['match']) };
      } catch (error) {
        const index = begunSoFar() - 1;
        return { kind: 'failed', error, culprit: index < 0 ? null : index };
      }
    },
  };
}
