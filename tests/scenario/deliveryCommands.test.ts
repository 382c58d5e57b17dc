import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { minuteMs } from '../../src/domain/basics/time.ts';
import type { SendOutcome } from '../../src/ports/channel.ts';
import { createQuietWorld, type QuietWorld } from '../support/quietWorld.ts';
import type { Ended } from '../support/tocsin.ts';
import { runHere } from '../support/tocsinHere.ts';

const hook = 'https://example.org/hook?key=secret';
const gone: SendOutcome = { kind: 'rejected', response: '410 gone', concerns: 'target', isGone: true };
const tooLarge: SendOutcome = { kind: 'rejected', response: '552 5.3.4 too large', concerns: 'message' };

let world: QuietWorld;
let folder: string;
let isMended = false;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tocsin-deliveries-'));
  // Commands read the real clock: the world began a little before it.
  world = await createQuietWorld({
    start: new Date(Date.now() - 30 * minuteMs).toISOString(),
    feeds: ['wire'],
    rules: { ships: 'ferry' },
    subscriptions: [{ rules: ['ships'] }, { rules: ['ships'], channel: 'webhook', target: hook }],
  });
  world.receiveMessage(({ subscription }) => {
    if (isMended) return { kind: 'sent', response: 'ok' };
    return subscription.channel === 'webhook' ? gone : tooLarge;
  });
  world.publish('wire', { guid: 'a', title: 'Ferry sinks\u001b[2J off Marindu' });
  await world.runUntil(1);
});
afterAll(() => Promise.all([world.close(), rm(folder, { recursive: true })]));

const tocsin = (...args: string[]): Promise<Ended> =>
  runHere(['deliveries', ...args], { DATABASE_URL: world.connectionString, DATA_DIR: join(folder, 'data') });

const linesOf = (text: string) =>
  text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line));

describe('deliveries', () => {
  it('list says where each stands and why, without the secrets of its target', async () => {
    const { code, stdout, stderr } = await tocsin('list');
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(
      / UTC {2}rejected {4}Ferry sinks\[2J off Marindu\n {4}email to Desk \(desk@example\.org\); 1 try; 552 /,
    );
    expect(stdout).toMatch(
      / UTC {2}suppressed {2}Ferry .*\n {4}webhook to Desk \(https:\/\/example\.org\/hook\?… .*410 gone\n/,
    );
    expect(stdout).not.toContain('secret');
  });

  it('list --json writes a line each, of the states, the channel and the time asked for', async () => {
    expect(linesOf((await tocsin('list', '--json', '--state', 'rejected,held')).stdout)).toMatchObject([
      { state: 'rejected', channel: 'email', target: 'desk@example.org', attempts: 1, dueISO: null, kind: 'alert' },
    ]);
    expect(linesOf((await tocsin('list', '--json', '--channel', 'webhook')).stdout)).toMatchObject([
      { state: 'suppressed', response: '410 gone', settledISO: null },
    ]);
    expect((await tocsin('list', '--since', '1m')).stdout).toBe('There is no such delivery.\n');
  });

  it.each([
    ['a state', ['list', '--state', 'lost']],
    ['a channel', ['retry', '--channel', 'pigeon']],
    ['a time', ['list', '--since', 'yesterday']],
  ])('%s that is none is bad usage', async (_, args) => {
    expect(await tocsin(...args)).toMatchObject({ code: 2, stderr: expect.stringContaining('expected') });
  });

  it('retry puts back what failed, and says how many', async () => {
    isMended = true;
    expect((await tocsin('retry', '--channel', 'slack')).stdout).toBe('Nothing was put back.\n');
    expect((await tocsin('retry')).stdout).toBe('Put back 1 delivery; the service sends them within seconds.\n');
    await world.runUntil(40);
    expect(world.sent.map(({ subscription }) => subscription)).toEqual([1]);
  });

  it('targets lists what is switched off, and resume gives it back with what waits', async () => {
    const [target] = linesOf((await tocsin('targets', '--json')).stdout);
    expect(target).toMatchObject({ channel: 'webhook', state: 'suppressed', waiting: 1, reason: '410 gone' });
    const { stdout } = await tocsin('targets');
    expect(stdout).toMatch(
      /^\d+ {2}webhook https:\/\/example\.org\/hook\?….*\n {4}suppressed since .* UTC; 1 waiting; 410 gone\n$/,
    );
    expect(stdout).not.toContain('secret');
    expect(await tocsin('resume', '99')).toMatchObject({ code: 2, stderr: expect.stringContaining('no target 99') });
    expect((await tocsin('resume', String(target.id))).stdout).toBe(
      'The target is on again. 1 message waits for it; the service sends them within seconds.\n',
    );
    await world.runUntil(80);
    expect(world.sent.map(({ subscription }) => subscription)).toEqual([1, 2]);
    expect((await tocsin('targets')).stdout).toBe('Everything is sent as usual.\n');
  });
});
