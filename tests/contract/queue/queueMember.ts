import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';

export interface Place {
  readonly redisUrl: string | null;
  readonly connectionString: string;
}

/** Another process at the same queue. */
export interface QueueMember {
  /** Resolves when its run has begun. */
  readonly running: Promise<void>;
  /** Resolves to its exit code; null when it was killed. */
  readonly ended: Promise<number | null>;
  kill(): Promise<void>;
}

// The build, as users run it: `npm test` makes it first.
const queueModule = pathToFileURL(join(import.meta.dirname, '../../../dist/src/adapters/queue/bullmq.js'));

const opening = `
  const [url, place] = process.argv.slice(1);
  const { createQueue } = await import(url);
  const log = { info() {}, warn() {}, error() {} };
  const queue = await createQueue({ ...JSON.parse(place), log });
`;

/** Takes a wake-up of \`match\` and never ends the run. */
const holding = `${opening}
  await queue.work('match', async () => {
    process.stdout.write('running\\n');
    await new Promise(() => setInterval(() => {}, 1000));
  });`;

/** Works on every step for a moment, closes, and does nothing to end the process. */
const passing = `${opening}
  const workers = [];
  for (const step of ['poll', 'match', 'story', 'plan', 'deliver']) {
    workers.push(await queue.work(step, async () => {}));
    await queue.wake(step);
  }
  await Promise.all(workers.map((worker) => worker.close()));
  await queue.close();`;

export const startHolding = (place: Place): QueueMember => start(holding, place);
export const startPassing = (place: Place): QueueMember => start(passing, place);

function start(script: string, place: Place): QueueMember {
  const args = ['--input-type=module', '-e', script, queueModule.href, JSON.stringify(place)];
  const child = spawn(process.execPath, args, { env: {}, stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = once(child, 'exit').then(([code]) => code);
  return {
    running: firstLine(child),
    ended,
    async kill() {
      child.kill('SIGKILL');
      await ended;
    },
  };
}

async function firstLine({ stdout }: ChildProcess): Promise<void> {
  if (stdout === null) throw new Error('the process has no output');
  for await (const _ of createInterface({ input: stdout })) return;
}
