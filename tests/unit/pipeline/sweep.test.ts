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
  const sweepers: Sweeper[] = [];
  afterEach(() => Promise.all(sweepers.splice(0).map((sweeper) => sweeper.stop())));

  function start(stepsWithWork: () => Promise<ReadonlySet<Step>>) {
    const started = startUnwatched(stepsWithWork);
    sweepers.push(started.sweeper);
    return started;
  }

  function startUnwatched(stepsWithWork: () => Promise<ReadonlySet<Step>>) {
    const woken: Step[] = [];
    const said: string[] = [];
    const say = (_: object, message: string) => void said.push(message);
    const sweeper = startSweeper({
      store: { stepsWithWork },
      clock,
      wake: (step) => woken.push(step),
      log: { info: say, warn: say, error: say },
      intervalMs: 10,
    });
    return { woken, said, sweeper };
  }

  /**
   * Ends when another sweeper of the same interval has made five passes: this one has had time for some, too. That one stops
   * by itself, so that nobody waits for the passes of a sweeper that was stopped.
   */
  async function fivePassesElsewhere(): Promise<void> {
    let passes = 0;
    let reach = () => {};
    const five = new Promise<void>((resolve) => (reach = resolve));
    const { sweeper } = startUnwatched(async () => {
      if (++passes === 5) reach();
      return new Set();
    });
    await five;
    await sweeper.stop();
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
      await fivePassesElsewhere();
      running--;
      passes++;
      return new Set();
    });
    await waitFor(() => passes >= 3, { withinMs: 5000 });
    expect(most).toBe(1);
  });

  it('waits, when it is stopped, for the pass under way, and makes no further one', async () => {
    let passes = 0;
    let finish = () => {};
    const ends: string[] = [];
    const { sweeper } = start(async () => {
      passes++;
      await new Promise<void>((resolve) => (finish = resolve));
      ends.push('the pass');
      return new Set();
    });
    const stopped = sweeper.stop().then(() => ends.push('the stop'));
    await fivePassesElsewhere();
    finish();
    await stopped;
    expect(ends).toEqual(['the pass', 'the stop']);
    await fivePassesElsewhere();
    expect(passes).toBe(1);
  });
});
