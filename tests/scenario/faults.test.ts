import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type FaultWorld, type ReceiverName, startFaultWorld } from '../support/faultWorld.ts';
import type { HookFault } from '../support/faultyHookServer.ts';
import { inRunningStore } from '../support/runningStore.ts';
import type { Service } from '../support/service.ts';
import type { DripsAt } from '../support/slowMailServer.ts';
import { rounds } from '../support/soak.ts';
import { waitFor } from '../support/waitFor.ts';

/** Receivers that don't crash but stall, refuse or flood, under the built service: who is not hit must not notice. */
const reportsPerFault = rounds({ short: 5, long: 60, setting: 'TOCSIN_FAULT_REPORTS' });
const pauseMs = rounds({ short: 500, long: 2000, setting: 'TOCSIN_FAULT_PAUSE_MS' });
const webhooks = rounds({ short: 20, long: 80, setting: 'TOCSIN_FAULT_WEBHOOKS' });
const floodItems = rounds({ short: 3000, long: 20_000, setting: 'TOCSIN_FAULT_FLOOD' });

/** What nobody who is not hit waits longer than, and by when all have everything after a fault's end. */
const othersWaitMs = 20_000;
const resumesWithinMs = 90_000;
const stopsWithinMs = 20_000;

interface Fault {
  readonly name: string;
  readonly hits: (receiver: ReceiverName) => boolean;
  begin(world: FaultWorld): void;
  /** The fault is felt: without that, a test of it proves nothing. */
  isFelt(world: FaultWorld): boolean;
  end(world: FaultWorld): void;
}

const isMail = (receiver: ReceiverName): boolean => receiver.startsWith('email');
/** All webhooks but two. */
const isMostHooks = (receiver: ReceiverName): boolean => /^webhook (?![01]$)/.test(receiver);
const behaveAll = ({ receivers, hooks }: FaultWorld, fault: HookFault): void => {
  for (const receiver of receivers.filter(isMostHooks)) hooks.behave(receiver.replace(' ', ''), fault);
};

const dripping = (step: DripsAt): Fault => ({
  name: `a mail server that drips at ${step}`,
  hits: isMail,
  begin({ mail }) {
    mail.dripAt(step);
    // Kept connections are past it.
    if (step === 'EHLO') mail.hangUp();
  },
  isFelt: ({ mail }) => mail.dripping() > 0,
  end: ({ mail }) => mail.dripAt('nowhere'),
});

/** The short form takes the first of them: one that holds sendings up, one that hangs, one beside others on its host. */
const allFaults: readonly Fault[] = [
  dripping('end of DATA'),
  {
    name: 'webhooks that hang',
    hits: isMostHooks,
    begin: (world) => behaveAll(world, 'hangs'),
    isFelt: ({ hooks }) => hooks.hanging() > 0,
    end: (world) => behaveAll(world, 'none'),
  },
  {
    name: 'a path that answers 503, beside others on its host',
    hits: (receiver) => receiver === 'webhook 2',
    begin: ({ hooks }) => hooks.behave('webhook2', 503),
    isFelt: ({ hooks }) => hooks.refused('webhook2') > 0,
    end: ({ hooks }) => hooks.behave('webhook2', 'none'),
  },
  {
    name: 'a Slack channel that answers 429, beside webhooks on its host',
    hits: (receiver) => receiver === 'slack 0',
    begin: ({ hooks }) => hooks.behave('slack0', 429),
    isFelt: ({ hooks }) => hooks.refused('slack0') > 0,
    end: ({ hooks }) => hooks.behave('slack0', 'none'),
  },
  dripping('EHLO'),
  dripping('RCPT'),
];
const faults = allFaults.slice(0, rounds({ short: 3, long: allFaults.length, setting: 'TOCSIN_FAULTS' }));

describe('a fault of a receiver', () => {
  let world: FaultWorld;
  let service: Service;
  beforeAll(async () => {
    world = await startFaultWorld({ mails: 3, webhooks, smtp: true, seed: 7 });
    service = await world.serve();
  });
  afterAll(() => world.close());

  it.each(faults)(
    '$name keeps nobody else waiting, and nothing is lost',
    async (fault) => {
      fault.begin(world);
      const others = world.receivers.filter((each) => !fault.hits(each));
      try {
        for (let report = 0; report < reportsPerFault; report++) {
          await world.arrives(world.publish(), others, othersWaitMs);
          await sleep(pauseMs);
        }
        await waitFor(() => fault.isFelt(world), { withinMs: othersWaitMs });
      } finally {
        fault.end(world);
      }
      await allArrive();
      expect(world.repeatedUnderOtherIds()).toEqual([]);
    },
    900_000,
  );

  it('a feed that brings thousands of items keeps nobody waiting', async () => {
    world.flood(floodItems);
    for (let report = 0; report < reportsPerFault; report++) {
      await world.arrives(world.publish('courier'), world.receivers, othersWaitMs);
      await sleep(pauseMs);
    }
    await allArrive();
    await waitFor(async () => (await fromFlood()) === floodItems, {
      withinMs: resumesWithinMs,
      state: () => `not all of the flood came\n${service.output()}`,
    });
  }, 900_000);

  /** Without it, the test above would prove nothing. */
  const fromFlood = (): Promise<number> =>
    inRunningStore(world.dataDir, async (session) => {
      const [row] = await session.query<{ count: number }>(
        "SELECT count(*)::integer AS count FROM articles WHERE feed_id = (SELECT id FROM feeds WHERE name = 'flood')",
      );
      return row?.count ?? -1;
    });

  it('all at once do not keep the service from ending, and the next start tells what was not told', async () => {
    for (const fault of faults) fault.begin(world);
    for (let report = 0; report < reportsPerFault; report++) world.publish();
    await waitFor(() => world.hooks.hanging() > 0 && world.mail.dripping() > 0, { withinMs: othersWaitMs });
    service.signal('SIGTERM');
    let code: number | null | undefined;
    void service.ended().then((exitCode) => {
      code = exitCode;
    });
    await waitFor(() => code !== undefined, { withinMs: stopsWithinMs, state: service.output });
    for (const fault of faults) fault.end(world);
    service = await world.serve();
    await allArrive();
    expect(world.repeatedUnderOtherIds()).toEqual([]);
  }, 900_000);

  const allArrive = () =>
    waitFor(() => world.missing().length === 0, {
      withinMs: resumesWithinMs,
      state: () => `${world.missing().length} are missing: ${world.missing().slice(0, 5)}\n${service.output()}`,
    });
});
