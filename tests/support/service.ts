import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

/** The built service as a real process. */
export interface Service {
  /** Resolves when it says that it is watching; rejects, with what it printed, when it ends before. */
  readonly started: Promise<void>;
  signal(name: NodeJS.Signals): void;
  /** Closes the pipes that it writes into, as when the reader of its log is gone. */
  stopReading(): void;
  /** Resolves to its exit code when it is gone. */
  ended(): Promise<number | null>;
  /** SIGKILL; resolves when it is gone. */
  kill(): Promise<void>;
  /** SIGTERM; resolves to its exit code. */
  terminate(): Promise<number | null>;
  output(): string;
}

const main = join(import.meta.dirname, '../../dist/src/main.js');

/** Starts `tocsin serve`, or another command that serves, with these settings and nothing of the environment but PATH. */
export function startService(
  settings: Readonly<Record<string, string>>,
  [program, ...args]: readonly [string, ...string[]] = [process.execPath, main, 'serve'],
): Service {
  const child = spawn(program, args, {
    env: { PATH: process.env.PATH ?? '', PORT: '0', ...settings },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  const read = (chunk: Buffer) => {
    output += chunk.toString('utf8');
  };
  child.stdout.on('data', read);
  child.stderr.on('data', read);
  const started = sayingWatch(child, () => output);
  started.catch(() => undefined);
  return {
    started,
    output: () => output,
    signal: (name) => child.kill(name),
    stopReading() {
      child.stdout.destroy();
      child.stderr.destroy();
    },
    async ended() {
      await ended(child);
      return child.exitCode;
    },
    async kill() {
      child.kill('SIGKILL');
      await ended(child);
    },
    async terminate() {
      child.kill('SIGTERM');
      await ended(child);
      return child.exitCode;
    },
  };
}

function sayingWatch(child: ChildProcess, output: () => string): Promise<void> {
  return new Promise((resolve, reject) => {
    child.stdout?.on('data', () => output().includes('Tocsin is watching') && resolve());
    child.once('exit', () => reject(new Error(`the service ended:\n${output()}`)));
  });
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
}
