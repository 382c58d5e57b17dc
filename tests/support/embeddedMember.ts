import { type ChildProcess, type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';

/** Another process that has joined the embedded server of a DATA_DIR. */
export interface EmbeddedMember {
  readonly connectionString: string;
  readonly alone: boolean;
  /** Leaves; resolves when the process has ended by itself. */
  leave(): Promise<void>;
  kill(signal: NodeJS.Signals): Promise<void>;
}

// The build, as users run it: `npm test` makes it first.
const serverModule = pathToFileURL(
  join(import.meta.dirname, '../../dist/src/adapters/store/embedded/embeddedServer.js'),
);

const script = `
  const [url, dataDir] = process.argv.slice(1);
  const { startEmbedded } = await import(url);
  const log = { info() {}, warn() {}, error() {} };
  const { connectionString, alone, leave } = await startEmbedded({ dataDir, log });
  process.stdout.write(JSON.stringify({ connectionString, alone }) + '\\n');
  process.stdin.once('data', () => {
    process.stdin.destroy();
    leave();
  });`;

/** Starts one, with an empty environment, so without a locale, and does not wait. */
export const spawnMember = (dataDir: string, cwd = process.cwd()): ChildProcessWithoutNullStreams =>
  spawn(process.execPath, ['--input-type=module', '-e', script, serverModule.href, dataDir], { cwd, env: {} });

/** Starts one and waits until it has joined. Rejects with its stderr when it does not come up. */
export async function startMember(dataDir: string, cwd = process.cwd()): Promise<EmbeddedMember> {
  const child = spawnMember(dataDir, cwd);
  let errors = '';
  child.stderr.on('data', (chunk) => {
    errors += chunk;
  });
  for await (const line of createInterface({ input: child.stdout })) return { ...JSON.parse(line), ...controls(child) };
  throw new Error(`the process ended before it joined:\n${errors}`);
}

function controls(child: ChildProcess): Pick<EmbeddedMember, 'leave' | 'kill'> {
  const ended = once(child, 'exit');
  return {
    async leave() {
      child.stdin?.write('leave\n');
      const [code, signal] = await ended;
      if (code !== 0) throw new Error(`leaving ended with ${code ?? signal}`);
    },
    async kill(signal) {
      child.kill(signal);
      await ended;
    },
  };
}
