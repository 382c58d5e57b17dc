import { afterEach, describe, expect, it } from 'vitest';
import { createQueue } from '../../../src/adapters/queue/bullmq.ts';
import type { Queue } from '../../../src/ports/queue.ts';
import { silentLog } from '../../support/silentLog.ts';
import { waitFor } from '../../support/waitFor.ts';
import { type Place, type QueueMember, startHolding, startPassing } from './queueMember.ts';

/** With BullMQ's default the second one would fail the job for good. */
const kills = 2;

/** What every queue promises about processes that die. */
export function queueKills(name: string, prepare: () => Place): void {
  describe(`the queue on ${name}, between processes`, () => {
    const queues: Queue[] = [];
    const members: QueueMember[] = [];

    afterEach(async () => {
      for (const member of members.splice(0)) await member.kill();
      for (const queue of queues.splice(0)) await queue.close();
    });

    const open = async () => {
      const queue = await createQueue({ ...prepare(), log: silentLog });
      queues.push(queue);
      return queue;
    };
    const hold = () => {
      const member = startHolding(prepare());
      members.push(member);
      return member;
    };
    const killInTheMiddle = async () => {
      const member = hold();
      await member.running;
      await member.kill();
    };

    it('serves a wake-up within 15 s of each kill, however often its process is killed', async () => {
      const queue = await open();
      await queue.wake('match');
      for (let kill = 0; kill < kills; kill++) await killInTheMiddle();
      const killedAt = performance.now();
      let runs = 0;
      const worker = await queue.work('match', async () => void runs++);
      await waitFor(() => runs > 0, { withinMs: 15_000 });
      process.stderr.write(`${name}: served ${Math.round(performance.now() - killedAt)} ms after the kill\n`);
      await worker.close();
    });

    it('serves a new wake-up at once, whatever a killed process left behind', async () => {
      const queue = await open();
      await queue.wake('match');
      await killInTheMiddle();
      let runs = 0;
      const worker = await queue.work('match', async () => void runs++);
      await queue.wake('match');
      await waitFor(() => runs > 0, { withinMs: 3000 });
      await worker.close();
    });

    it('brings one wake-up to one of the processes that serve the step', async () => {
      const [first, second] = [await open(), await open()];
      let runs = 0;
      const workers = [first, second].map((queue) => queue.work('plan', async () => void runs++));
      await Promise.all(workers);
      const wakeUps = 10; // each is served after what the one before it may have left
      for (let wake = 1; wake <= wakeUps; wake++) {
        await first.wake('plan');
        await waitFor(() => runs >= wake, { withinMs: 20_000 });
      }
      for (const worker of workers) await (await worker).close();
      expect(runs).toBe(wakeUps);
    });

    it('leaves nothing open that would keep the process alive', async () => {
      const member = startPassing(prepare());
      members.push(member);
      expect(await member.ended).toBe(0);
    });
  });
}
