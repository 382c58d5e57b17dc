import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { StepLog } from '../../../src/ports/log.ts';
import type { Queue, QueueWorker } from '../../../src/ports/queue.ts';
import { silentLog } from '../../support/silentLog.ts';
import { waitFor } from '../../support/waitFor.ts';

export interface QueueUnderTest {
  open(log: StepLog): Promise<Queue>;
  /** Takes everything out of the backend, as an operator's mistake would. */
  empty(): Promise<void>;
  /** Puts a job with content into the queue of `match`, as a stranger would. */
  addForeignJob(): Promise<void>;
  /** How many jobs of `match` are being worked on. */
  jobsInHand(): Promise<number>;
}

/** What every queue promises, whatever it runs on. */
export function queueContract(name: string, prepare: () => Promise<QueueUnderTest>): void {
  describe(`the queue on ${name}`, () => {
    let backend: QueueUnderTest;
    let queue: Queue;
    let errors: string[];
    let warnings: string[];
    const workers: QueueWorker[] = [];

    beforeEach(async () => {
      backend = await prepare();
      await backend.empty();
      errors = [];
      warnings = [];
      queue = await backend.open({
        ...silentLog,
        warn: (_, message) => void warnings.push(message),
        error: (_, message) => void errors.push(message),
      });
    });

    afterEach(async () => {
      for (const worker of workers.splice(0)) await worker.close();
      await queue.close();
    });

    const work = async (run: (signal: AbortSignal) => Promise<void>) => {
      const worker = await queue.work('match', run);
      workers.push(worker);
      return worker;
    };

    it('runs the step that is woken, and no other', async () => {
      let runs = 0;
      let plans = 0;
      await work(async () => void runs++);
      workers.push(await queue.work('plan', async () => void plans++));
      await queue.wake('plan');
      await waitFor(() => plans === 1, { withinMs: 20_000 });
      expect(runs).toBe(0);
      await queue.wake('match');
      await waitFor(() => runs === 1, { withinMs: 20_000 });
      expect(plans).toBe(1);
    });

    it('makes many wake-ups few', async () => {
      await Promise.all(Array.from({ length: 200 }, () => queue.wake('match')));
      await backend.addForeignJob(); // stands behind all of them: when it is served, they were
      let runs = 0;
      await work(async () => void runs++);
      await waitFor(() => warnings.length > 0, { withinMs: 20_000 });
      expect(runs).toBeGreaterThan(0);
      expect(runs).toBeLessThanOrEqual(2);
    });

    it('runs once more for a wake-up that comes while the step runs', async () => {
      let runs = 0;
      let finish = () => {};
      await work(async () => {
        runs++;
        if (runs === 1) await new Promise<void>((resolve) => (finish = resolve));
      });
      await queue.wake('match');
      await waitFor(() => runs === 1, { withinMs: 20_000 });
      await queue.wake('match');
      finish();
      await waitFor(() => runs === 2, { withinMs: 20_000 });
    });

    it('never runs a step twice at a time in one worker', async () => {
      let [running, most, runs, plans] = [0, 0, 0, 0];
      let finish = () => {};
      await work(async (signal) => {
        most = Math.max(most, ++running);
        runs++;
        await new Promise<void>((resolve) => {
          finish = resolve;
          signal.addEventListener('abort', () => resolve());
        });
        running--;
      });
      workers.push(await queue.work('plan', async () => void plans++));
      await queue.wake('match');
      for (let round = 1; round <= 10; round++) {
        await waitFor(() => runs === round, { withinMs: 20_000 });
        await queue.wake('match');
        await queue.wake('plan'); // comes after it, and is served while it has to wait
        await waitFor(() => plans === round, { withinMs: 20_000 });
        finish();
      }
      expect(most).toBe(1);
    });

    it('goes on after a run that failed, and says once that it failed', async () => {
      let runs = 0;
      await work(async () => {
        runs++;
        if (runs === 1) throw new Error('the first run fails');
      });
      await queue.wake('match');
      await waitFor(() => runs === 1, { withinMs: 20_000 });
      await queue.wake('match');
      await waitFor(() => runs === 2, { withinMs: 20_000 });
      expect(errors).toEqual(['the match step failed; it will be called again']);
    });

    it('drops a job that is no wake-up, and says so', async () => {
      let runs = 0;
      await work(async () => void runs++);
      await backend.addForeignJob();
      await waitFor(() => warnings.length > 0, { withinMs: 20_000 });
      expect(runs).toBe(0);
      await queue.wake('match');
      await waitFor(() => runs === 1, { withinMs: 20_000 });
    });

    it('runs for every wake-up that comes in a run, whatever its moment', async () => {
      let began = 0;
      await work(async () => {
        began = performance.now();
        await sleep(Math.random() * 20); // a run and a gap of any length: the moment is what is tried
      });
      for (let wake = 0; wake < 40; wake++) {
        await sleep(Math.random() * 30);
        const saved = performance.now();
        await queue.wake('match');
        await waitFor(() => began > saved, { withinMs: 20_000 });
      }
    });

    it('goes on after everything was taken out of it in the middle of a run', async () => {
      let runs = 0;
      await work(async () => {
        runs++;
        if (runs === 1) await backend.empty();
      });
      await queue.wake('match');
      await waitFor(() => runs === 1, { withinMs: 20_000 });
      await queue.wake('match');
      await waitFor(() => runs === 2, { withinMs: 20_000 });
    });

    it('goes on after everything was taken out of it', async () => {
      let runs = 0;
      await work(async () => void runs++);
      await queue.wake('match');
      await waitFor(async () => runs === 1 && (await backend.jobsInHand()) === 0, { withinMs: 20_000 });
      await backend.empty();
      await queue.wake('match');
      await waitFor(() => runs === 2, { withinMs: 20_000 });
    });

    it('aborts the running step when its worker closes, and waits for its end', async () => {
      let ended = false;
      let began = false;
      const worker = await work(async (signal) => {
        began = true;
        await new Promise((resolve) => signal.addEventListener('abort', resolve));
        await queue.wake('plan'); // it needs the queue still
        ended = true;
      });
      await queue.wake('match');
      await waitFor(() => began, { withinMs: 20_000 });
      await worker.close();
      expect(ended).toBe(true);
    });
  });
}
