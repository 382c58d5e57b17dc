import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { packageRoot } from '../../src/adapters/packageRoot.ts';

/** The demo after its four days, with its pages open. */
export interface DemoRun {
  readonly output: string;
  /** Of the console, without a slash at its end. */
  readonly url: string;
  /** Signs in, once. */
  readonly signInLink: string;
  /** Where each mail lies as an HTML file. */
  readonly mailFolder: string;
  stop(): Promise<void>;
}

/** Runs `tocsin demo` as an operator does and waits until it says where its pages are. */
export async function runDemoToItsEnd(dataDir: string): Promise<DemoRun> {
  const child = spawn(process.execPath, [join(packageRoot(), 'dist/src/main.js'), 'demo'], {
    env: { PATH: process.env.PATH ?? '', DATA_DIR: dataDir, PORT: '0' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const stop = async () => {
    if (child.exitCode !== null) return;
    child.kill('SIGINT');
    await once(child, 'exit');
  };
  try {
    const output = await outputWithLink(child);
    const [run = ''] = await readdir(join(dataDir, 'demo'));
    const signInLink = linkIn(output) ?? '';
    return {
      output,
      signInLink,
      url: new URL(signInLink).origin,
      mailFolder: join(dataDir, 'demo', run, 'mails'),
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

const linkIn = (output: string): string | undefined =>
  /http:\/\/127\.0\.0\.1:\d+\/link\/[\w-]+(?=\s)/.exec(output)?.[0];

function outputWithLink(child: ChildProcess): Promise<string> {
  let output = '';
  return new Promise((resolve, reject) => {
    child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      output += text;
      if (linkIn(output) !== undefined) resolve(output);
    });
    child.once('exit', (code) => reject(new Error(`the demo ended with code ${code} before its pages were open`)));
  });
}
