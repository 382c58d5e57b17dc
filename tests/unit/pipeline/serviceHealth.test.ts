import { describe, expect, it } from 'vitest';
import { type CanaryState, judgeCanary } from '../../../src/domain/canary/canary.ts';
import { type HealthCounts, type ServiceHealthDeps, serviceHealth } from '../../../src/pipeline/watch/serviceHealth.ts';

const now = new Date('2022-03-02T12:00:00Z');
const minutes = (count: number): Date => new Date(now.getTime() + count * 60_000);

describe('a canary is missed', () => {
  const judged = (state: Partial<CanaryState>, at: number, watchingSince = now) =>
    judgeCanary(
      { sentAt: null, arrivedAt: null, alarmSince: null, ...state },
      { now: minutes(at), watchingSince, minutes: 15 },
    );

  it('after two have not arrived, counted from the last one or from the start of the service', () => {
    expect([judged({}, 31), judged({}, 32)]).toEqual([null, 'lost']);
    expect([judged({ arrivedAt: minutes(10) }, 41), judged({ arrivedAt: minutes(10) }, 42)]).toEqual([null, 'lost']);
    expect(judged({ arrivedAt: minutes(-600) }, 5)).toBeNull();
  });

  it('until one arrives that is newer than the alarm', () => {
    expect(judged({ arrivedAt: minutes(-1), alarmSince: now }, 100)).toBeNull();
    expect(judged({ arrivedAt: minutes(1), alarmSince: now }, 2)).toBe('back');
  });
});

describe('the health of the service', () => {
  const counts: HealthCounts = {
    ...{ feeds: 40, feedsInTrouble: 0, blindFeeds: 0, rules: 9, blindRules: 0, quarantined: 0 },
    ...{ heldChannels: 0, channelHeldSince: null, suppressedTargets: 0 },
    ...{ canaryArrivedAt: now, canaryAlarmSince: null },
  };
  const seen = (changes: Partial<HealthCounts> = {}, deps: Partial<ServiceHealthDeps> = {}) =>
    serviceHealth({
      ...{ counts: async () => ({ ...counts, ...changes }), pingQueue: async () => undefined },
      ...{ storeTrouble: () => null, hasCanary: true, clock: { now: () => now } },
      ...deps,
    });

  it('is ok, impaired by blind rules, feeds in trouble and rows quarantined, down without canary, queue or store', async () => {
    expect((await seen()).state).toBe('ok');
    for (const change of [{ blindRules: 1 }, { feedsInTrouble: 2 }, { quarantined: 1 }])
      expect((await seen(change)).state).toBe('impaired');
    expect(await seen({ feedsInTrouble: 40, blindFeeds: 40 })).toMatchObject({
      ...{ state: 'down', feeds: { state: 'down', blind: 40 } },
    });
    expect((await seen({ feedsInTrouble: 39, blindFeeds: 39 })).state).toBe('impaired');
    expect((await seen({ feeds: 0 })).state).toBe('ok');
    expect((await seen({ feeds: 1, feedsInTrouble: 1, blindFeeds: 1 })).state).toBe('impaired');
    expect(await seen({ canaryAlarmSince: now })).toMatchObject({ state: 'down', canary: { state: 'down' } });
    const gone = async () => Promise.reject(new Error('gone'));
    expect(await seen({}, { pingQueue: gone })).toMatchObject({ state: 'down', queue: { state: 'down' } });
    expect(await seen({}, { counts: gone })).toMatchObject({ state: 'down', store: { state: 'down' } });
    expect(await seen({ canaryArrivedAt: null }, { hasCanary: false })).toMatchObject({
      ...{ state: 'ok', canary: { state: 'off' } },
    });
  });

  it('says why a part is down, and names nobody', async () => {
    const failing = (code?: string) => async () => {
      throw Object.assign(new Error('connect to db.example.org:5432 as chief failed'), code && { code });
    };
    const because = async (code?: string) => (await seen({}, { counts: failing(code) })).store.reason;
    expect(await because('ECONNREFUSED')).toBe('connection refused');
    expect(await because('53100')).toBe('disk full');
    expect(await because('XX000')).toBe('error XX000');
    expect(await because()).toBe('an error, which the log has');
    expect((await seen()).store).toEqual({ state: 'ok' });
  });

  it('is impaired by a target that was switched off and by a channel that is held; down by one that is held for five minutes', async () => {
    expect(await seen({ suppressedTargets: 1 })).toMatchObject({ state: 'impaired', sending: { switchedOff: 1 } });
    expect(await seen({ heldChannels: 1, channelHeldSince: minutes(-4.9) })).toMatchObject({
      ...{ state: 'impaired', sending: { state: 'impaired', heldChannels: 1, since: '2022-03-02T11:55:06.000Z' } },
    });
    expect(await seen({ heldChannels: 1, channelHeldSince: minutes(-5) })).toMatchObject({
      ...{ state: 'down', sending: { state: 'down' } },
    });
  });

  it('is known within seconds, though a part never answers', async () => {
    const never = () => new Promise<never>(() => undefined);
    expect(await seen({}, { counts: never })).toMatchObject({
      ...{ state: 'down', store: { state: 'down', reason: 'no response' } },
    });
  });
});
