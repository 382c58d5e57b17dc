import { setTimeout as sleep } from 'node:timers/promises';
import type { WorkLeft } from '../../ports/consoleStore.ts';
import type { App } from '../createApp.ts';
import type { DemoClock } from './demoClock.ts';
import type { Narrator } from './narrator.ts';
import { momentsOf, type Scenario } from './scenario.ts';

export interface ReplayDeps {
  readonly app: App;
  readonly scenario: Scenario;
  readonly clock: DemoClock;
  readonly narrator: Narrator;
  readonly signal: AbortSignal;
}

const lookEveryMs = 10;
const restWithinMs = 30_000;

/** Sets the clock from moment to moment and waits each time until the pipeline has nothing left to do. */
export async function replay({ app, scenario, clock, narrator, signal }: ReplayDeps): Promise<void> {
  const moments = momentsOf(scenario);
  for (const [index, moment] of moments.entries()) {
    if (signal.aborted) return;
    clock.set(moment);
    narrator.progress(moment, index + 1, moments.length);
    announce(scenario, moment, narrator);
    await app.sweep();
    await untilAtRest(app, clock, signal);
  }
}

function announce(scenario: Scenario, moment: Date, narrator: Narrator): void {
  for (const article of scenario.articles.filter(({ at }) => at.getTime() === moment.getTime())) {
    const outlet = scenario.outlets.find(({ id }) => id === article.outlet);
    if (outlet !== undefined) narrator.published(outlet, article);
  }
}

async function untilAtRest(app: App, clock: DemoClock, signal: AbortSignal): Promise<void> {
  const deadline = performance.now() + restWithinMs;
  for (;;) {
    const left = await app.console.workLeft(clock.now());
    if (signal.aborted || isNothing(left)) return;
    if (performance.now() > deadline)
      throw new Error(`the pipeline did not come to rest: ${JSON.stringify(left)} left`);
    await sleep(lookEveryMs);
  }
}

const isNothing = (left: WorkLeft): boolean => left.feeds + left.articles + left.subscriptions + left.deliveries === 0;
