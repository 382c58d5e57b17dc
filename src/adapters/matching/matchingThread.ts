import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { RefusedRule, RuleSetChange } from '../../domain/rules/matcher/compile.ts';
import type { MatchInput } from '../../domain/rules/rule.ts';
import type { MatchedBatch } from '../../pipeline/matcher.ts';
import { packageRoot } from '../packageRoot.ts';
import type { ThreadAnswers, ThreadRequest } from './request.ts';

/** A thread that holds one rule set. It is asked one thing at a time, and ended when an answer takes too long. */
export interface MatchingThread {
  /** Resolves with the cause when it has ended, for whatever reason. Never rejects. */
  readonly ended: Promise<Error>;
  /** These reject with the cause when the thread ends before it has answered. */
  change(change: RuleSetChange, withinMs: number): Promise<readonly RefusedRule[]>;
  match(inputs: readonly MatchInput[], withinMs: number): Promise<MatchedBatch>;
  end(): Promise<void>;
}

/**
 * Always the build's file: Node cannot run the TypeScript of the sources, and a loader that could would make the tests run
 * another program than the service. `npm test` builds first.
 *
 * No resourceLimits: a thread has V8's own limit (a quarter of the memory, at most 4 GB) and dies alone of it; a lower one
 * would only be a limit on rules. NODE_OPTIONS=--max-old-space-size changes it, for threads too.
 */
export const startWorker = (): Worker => new Worker(join(packageRoot(), 'dist/src/adapters/matching/threadMain.js'));

export function openMatchingThread(worker: Worker): MatchingThread {
  let asked: Asked | null = null;
  let cause: Error | null = null;
  let tellEnd: (cause: Error) => void = () => undefined;
  const ended = new Promise<Error>((resolve) => {
    tellEnd = resolve;
  });
  const fail = (error: Error) => {
    cause ??= error;
    tellEnd(cause);
    asked?.reject(cause);
  };
  worker.on('message', (answer) => asked?.resolve(answer));
  worker.once('error', (error) => fail(new Error(`the matching thread died: ${wordsOf(error)}`, { cause: error })));
  worker.once('exit', (code) => fail(new Error(`the matching thread ended with code ${code}`)));
  const end = async (error: Error) => {
    fail(error);
    await worker.terminate();
  };

  async function ask<K extends ThreadRequest['kind']>(request: ThreadRequest & { readonly kind: K }, withinMs: number) {
    if (cause !== null) throw cause;
    const answer = new Promise<ThreadAnswers[K]>((resolve, reject) => {
      asked = { resolve: (value) => resolve(value as ThreadAnswers[K]), reject };
    });
    worker.postMessage(request);
    const tooLate = () => void end(new Error(`the matching thread gave no answer within ${withinMs} ms and was ended`));
    const timer = setTimeout(tooLate, withinMs);
    try {
      return await answer;
    } finally {
      clearTimeout(timer);
      asked = null;
    }
  }

  return {
    ended,
    change: (change, withinMs) => ask({ kind: 'change', change }, withinMs),
    match: (inputs, withinMs) => ask({ kind: 'match', inputs }, withinMs),
    end: () => end(new Error('the matching thread was stopped')),
  };
}

/** The one request that is under way. */
interface Asked {
  readonly resolve: (answer: unknown) => void;
  readonly reject: (cause: Error) => void;
}

const wordsOf = (cause: unknown): string => (cause instanceof Error ? cause.message : String(cause));
