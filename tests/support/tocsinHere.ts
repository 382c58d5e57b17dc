import { Readable, Writable } from 'node:stream';
import { run } from '../../src/cli/commandLine.ts';
import type { Ended } from './tocsin.ts';

let latest: Promise<unknown> = Promise.resolve();

/**
 * Runs one command as `runTocsin` does, but in this process: its modules are loaded already, and to load them is most of what a
 * command takes. One at a time. That a command also ends by itself can be seen of a process only: commandsEnd.test.ts.
 */
export function runHere(
  args: readonly string[],
  settings: Readonly<Record<string, string>> = {},
  input = '',
): Promise<Ended> {
  const ended = latest.then(() => runAsProcess(args, settings, input));
  latest = ended.catch(() => undefined);
  return ended;
}

async function runAsProcess(
  args: readonly string[],
  settings: Readonly<Record<string, string>>,
  input: string,
): Promise<Ended> {
  const [stdout, stderr] = [collector(), collector()];
  const giveBack = replaceStreams({ stdin: Readable.from([Buffer.from(input)]), stdout, stderr });
  const { env, exitCode } = process;
  process.env = { PATH: env.PATH, ...settings };
  process.exitCode = undefined;
  try {
    await run(['node', 'tocsin', ...args]);
    return { code: Number(process.exitCode ?? 0), stdout: stdout.text(), stderr: stderr.text() };
  } finally {
    process.env = env;
    process.exitCode = exitCode;
    giveBack();
  }
}

function replaceStreams(streams: Readonly<Record<'stdin' | 'stdout' | 'stderr', unknown>>): () => void {
  const own = Object.keys(streams).map((name) => [name, Object.getOwnPropertyDescriptor(process, name) ?? {}] as const);
  for (const [name, stream] of Object.entries(streams)) {
    Object.defineProperty(process, name, { get: () => stream, enumerable: true, configurable: true });
  }
  return () => {
    for (const [name, descriptor] of own) Object.defineProperty(process, name, descriptor);
  };
}

function collector(): Writable & { text(): string } {
  const chunks: Buffer[] = [];
  const stream = new Writable({
    write(chunk: Buffer, _, done) {
      chunks.push(chunk);
      done();
    },
  });
  return Object.assign(stream, { text: () => Buffer.concat(chunks).toString('utf8') });
}
