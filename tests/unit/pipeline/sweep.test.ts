import { afterEach, describe, expect, it } from 'vitest';
import { type Sweeper, startSweeper, sweep } from '../../../src/pipeline/shared/sweep.ts';
import type { Step } from '../../../src/ports/queue.ts';
import { waitFor } from '../../support/waitFor.ts';

const now = new Date('2022-01-05T08:00:00Z');
const clock = { now: () => now };

describe('a sweep', () => {
  it('wakes exactly the steps that have rows to take at this instant', async () => {
    const woken: Step[] = [];
    const requested: Date[] = [];
    const store = {
      async stepsWithWork(at: Date) {
        requested.push(at);
        return new Set<Step>(['poll', 'deliver']);
      },
    };
    await sweep({ store, clock, wake: (step) => woken.push(step) });
    expect(woken).toEqual(['poll', 'deliver']);
    expect(requested).toEqual([now]);
  });
});

describe('the sweeper', () => {
  let sweeper: Sweeper | undefined;
  afterEach(() => sweeper?.stop());

  function start(stepsWithWork: () => Promise<ReadonlySet<Step>>) {
    const woken: Step[] = [];
    const said: string[] = [];
    const say = (_: object, message: string) => void said.push(message);
    sweeper = startSweeper({
      store: { stepsWithWork },
      clock,
      wake: (step) => woken.push(step),
      log: { info: say, warn: say, error: say },
      intervalMs: 10,
    });
    return { woken, said, sweeper };
  }

  it('sweeps at once and then again and again', async () => {
    const { woken } = start(async () => new Set<Step>(['match']));
    await waitFor(() => woken.length >= 3, { withinMs: 2000 });
  });

  it('says once that the store is lost and once that it is back, outage by outage', async () => {
    let passes = 0;
    const isLost = () => (passes > 1 && passes <= 5) || (passes > 7 && passes <= 10);
    const { said } = start(async () => {
      passes++;
      if (isLost()) throw new Error('connection refused');
      return new Set();
    });
    await waitFor(() => passes > 12, { withinMs: 5000 });
    const outage = ['cannot read the store; trying again every 10 ms', 'the store can be read again'];
    expect(said).toEqual([...outage, ...outage]);
  });

  it('makes one pass at a time, however slow the store is', async () => {
    let running = 0;
    let most = 0;
    let passes = 0;
    start(async () => {
      most = Math.max(most, ++running);
      await new Promise((resolve) => setTimeout(resolve, 40));
      running--;
      passes++;
      return new Set();
    });
    await waitFor(() => passes >= 3, { withinMs: 5000 });
    expect(most).toBe(1);
  });

  it('waits, when it is stopped, for the pass under way, and makes no further one', async () => {
    let passes = 0;
    let ended = 0;
    const { sweeper: running } = start(async () => {
      passes++;
      await new Promise((resolve) => setTimeout(resolve, 50));
      ended++;
      return new Set();
    });
    await running.stop();
    expect(ended).toBe(1);
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(passes).toBe(1);
  });
});
