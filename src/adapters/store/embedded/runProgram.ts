import { type StdioOptions, spawn } from 'node:child_process';

/** Under whom the server's programs run: PostgreSQL refuses to run as root. */
export type RunAs =
  | { readonly kind: 'ourselves' }
  | { readonly kind: 'user'; readonly uid: number; readonly gid: number }
  /** Files stay ours, and the program believes that it is this user. */
  | { readonly kind: 'namespace'; readonly uid: number; readonly gid: number };

export interface ProgramResult {
  /** Null when a signal ended it: also that its time was over. */
  readonly code: number | null;
  /** What it wrote, unless its output was sent to `outputFd`. */
  readonly output: string;
}

export interface ProgramOptions {
  readonly runAs: RunAs;
  /** One that the user may enter. */
  readonly cwd: string;
  /** Where its output goes, and that of the server that it leaves running: a pipe would tie the server to us. */
  readonly outputFd?: number;
  /** Killed afterwards. */
  readonly withinMs: number;
}

/** Runs a program to its end. Throws when it cannot be started at all. */
export function runProgram(file: string, args: readonly string[], options: ProgramOptions): Promise<ProgramResult> {
  const { runAs, cwd, outputFd, withinMs } = options;
  const limit = { timeout: withinMs, killSignal: 'SIGKILL' } as const;
  const [command, ...rest] = runAs.kind === 'namespace' ? [...unshare(runAs), file, ...args] : [file, ...args];
  const stdio: StdioOptions = ['ignore', outputFd ?? 'pipe', outputFd ?? 'pipe'];
  const identity = runAs.kind === 'user' ? { uid: runAs.uid, gid: runAs.gid } : {};
  return new Promise((resolve, reject) => {
    const child = spawn(command ?? file, rest, {
      cwd,
      stdio,
      env: plainEnvironment,
      windowsHide: true,
      ...limit,
      ...identity,
    });
    let output = '';
    child.stdout?.on('data', (chunk) => (output += chunk));
    child.stderr?.on('data', (chunk) => (output += chunk));
    child.on('error', (cause) => reject(new Error(`${file} cannot be run on this machine`, { cause })));
    child.on('close', (code) => resolve({ code, output }));
  });
}

/** Puts a program into a user namespace in which our user is called `uid` (util-linux 2.34 and later). */
const unshare = ({ uid, gid }: { uid: number; gid: number }): readonly string[] => [
  'unshare',
  '--user',
  `--map-user=${uid}`,
  `--map-group=${gid}`,
  '--',
];

// Nothing of ours gets in: PGDATA, PGPORT or PGOPTIONS would redirect the programs, and without a locale initdb guesses.
const plainEnvironment = { LC_ALL: 'C', PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin' };
