import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { StepLog } from '../../../src/ports/log.ts';
import { type Queue, type QueueWorker, type Step, steps } from '../../../src/ports/queue.ts';
import { type Line, openLine } from '../../support/line.ts';
import { ownTime } from '../../support/ownTime.ts';
import { waitFor } from '../../support/waitFor.ts';

export interface RemoteBackend {
  /** Where it really is. */
  readonly url: string;
  open(url: string, log: StepLog): Promise<Queue>;
}

/** What every queue promises about a backend that goes away, hangs, and comes back. */
export function queueFaults(name: string, prepare: () => RemoteBackend): void {
  describe(`the queue on ${name}, when its backend fails`, () => {
    let line: Line;
    let queue: Queue;
    let worker: QueueWorker;
    let runs: number;
    let lines: number;

    beforeEach(async () => {
      const { url, open } = prepare();
      const throughLine = new URL(url);
      line = await openLine(new URL(url));
      throughLine.port = String(line.port);
      runs = 0;
      lines = 0;
      const count = () => void lines++;
      queue = await open(throughLine.href, { info: count, warn: count, error: count });
      worker = await queue.work('match', async () => void runs++);
    });

    afterEach(async () => {
      line.mend();
      await worker.close();
      await queue.close();
      await line.close();
    });

    const wake = () => queue.wake('match');
    /** The sweeper's part. */
    const wakeUntil = (step: Step, holds: () => boolean, withinMs: number) =>
      waitFor(
        async () => {
          await queue.wake(step).catch(() => undefined);
          return holds();
        },
        { withinMs },
      );
    const wakeUntilRun = async (withinMs: number) => {
      const before = runs;
      await wakeUntil('match', () => runs > before, withinMs);
    };

    /** Why each of a hundred wake-ups is refused. */
    const refusals = async (): Promise<readonly Error[]> => {
      const answers = await Promise.allSettled(Array.from({ length: 100 }, wake));
      return answers.map((answer) => {
        if (answer.status === 'fulfilled') throw new Error('a wake-up was taken');
        return answer.reason;
      });
    };
    const refusesAtOnce = async () => {
      const [reasons, ms] = await ownTime(refusals);
      for (const { message } of reasons) expect(message).not.toContain('no response');
      expect(ms).toBeLessThan(1000);
    };

    /** It has noticed that its backend is away: it asks for it. */
    const isMissed = () => {
      const before = line.attempts();
      return waitFor(() => line.attempts() > before + 1, { withinMs: 20_000 });
    };

    it('refuses wake-ups at once while it is away, and works again when it is back', async () => {
      await wakeUntilRun(30_000);
      line.cut();
      await refusesAtOnce();
      await isMissed();
      await refusesAtOnce();
      line.mend();
      await wakeUntilRun(30_000);
    });

    it('refuses wake-ups within seconds while it hangs, and works again when it answers', async () => {
      await wakeUntilRun(30_000);
      line.freeze();
      const reasons = await refusals();
      for (const { message } of reasons) expect(message).toBe('no response within 3000 ms');
      expect(new Set(reasons).size, 'waits one after the other').toBeLessThanOrEqual(2);
      line.mend();
      await wakeUntilRun(30_000);
    });

    it('leaves connections that fell silent, and works over new ones', async () => {
      await wakeUntilRun(30_000);
      line.forget();
      await wakeUntilRun(60_000);
      await waitFor(() => line.forgotten() === 0, { withinMs: 60_000 });
      await wakeUntilRun(30_000);
    });

    it('closes within two seconds while its connections are silent', async () => {
      await wakeUntilRun(30_000);
      line.forget();
      await closes();
    });

    it('asks for it now and then during an outage, not without pause, and says so once', async () => {
      for (const step of steps) if (step !== 'match') await queue.work(step, async () => undefined);
      await wakeUntilRun(30_000);
      line.cut();
      await isMissed();
      const before = line.attempts();
      await sleep(2000); // a rate needs a stretch of time; a slow machine only makes fewer attempts in it
      expect(line.attempts() - before).toBeLessThan(2 * 25);
      expect(lines).toBeLessThanOrEqual(2);
    });

    it('finishes a run during which it went away, and runs again when it is back', async () => {
      let started = 0;
      let ended = 0;
      let finish = () => {};
      const storyWorker = await queue.work('story', async () => {
        started++;
        if (started === 1) await new Promise<void>((resolve) => (finish = resolve));
        ended++;
      });
      await queue.wake('story');
      await waitFor(() => started === 1, { withinMs: 20_000 });
      line.cut();
      await isMissed();
      finish();
      await waitFor(() => ended === 1, { withinMs: 20_000 });
      line.mend();
      await wakeUntil('story', () => ended > 1, 30_000);
      await storyWorker.close();
    });

    const closes = async () => {
      const [, ms] = await ownTime(async () => {
        await worker.close();
        await queue.close();
      });
      expect(ms).toBeLessThan(2000);
      const attempts = line.attempts();
      await sleep(1500); // what never comes cannot be awaited: this is longer than any pause between attempts (1 s)
      expect(line.attempts(), 'attempts to connect after the end').toBe(attempts);
    };

    it('closes within two seconds', closes);

    it('closes within two seconds while it is away', async () => {
      await wakeUntilRun(30_000);
      line.cut();
      await isMissed();
      await closes();
    });

    it('closes within two seconds while it hangs', async () => {
      await wakeUntilRun(30_000);
      line.freeze();
      await closes();
    });

    it('is refused at the start while it is away', async () => {
      const { url, open } = prepare();
      const nowhere = new URL(url);
      nowhere.port = String(line.port);
      line.cut();
      await expect(open(nowhere.href, { info() {}, warn() {}, error() {} })).rejects.toThrow(/queue/);
    });
  });
}
