import { execFile } from 'node:child_process';
import { chmod, cp, mkdir, mkdtemp, rm, stat } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import type { Stage, Step } from './dockerfile.ts';

const run = promisify(execFile);

/** An image as a folder, with what its containers are started by. Absolute paths in the image lie below `root`. */
export interface ReplayedImage {
  readonly root: string;
  readonly env: Readonly<Record<string, string>>;
  readonly user: number;
  readonly volumes: readonly string[];
  readonly entrypoint: readonly string[];
  readonly cmd: readonly string[];
  readonly healthcheck: readonly string[];
  remove(): Promise<void>;
}

/** A stage while its steps are done. */
interface Work {
  readonly root: string;
  workdir: string;
  env: Record<string, string>;
  user: string;
  volumes: string[];
  entrypoint: readonly string[];
  cmd: readonly string[];
  healthcheck: readonly string[];
}

/**
 * Does the steps of every stage in a folder of its own, with this machine's Node in place of the image's, and answers the last.
 * What stands in git is the context, but for what `ignored` (the lines of .dockerignore) keeps out.
 */
export async function replayImage(stages: readonly Stage[], ignored: readonly string[]): Promise<ReplayedImage> {
  const base = await mkdtemp(join(tmpdir(), 'tocsin-image-'));
  await chmod(base, 0o755);
  const remove = () => rm(base, { recursive: true, force: true });
  try {
    const last = await replayStages(stages, base, ignored);
    return { ...last, user: Number.parseInt(last.user, 10), remove };
  } catch (error) {
    await remove();
    throw error;
  }
}

async function replayStages(stages: readonly Stage[], base: string, ignored: readonly string[]): Promise<Work> {
  const around = { done: new Map<string, Work>(), ignored, paths: absolutePathsIn(stages) };
  let last: Work | null = null;
  for (const [index, stage] of stages.entries()) {
    last = { root: join(base, `stage${index}`), workdir: '/', env: {}, user: '0', volumes: [], ...noCommands };
    await mkdir(last.root);
    for (const step of stage.steps) await doStep(step, last, around);
    if (stage.name !== null) around.done.set(stage.name, last);
  }
  if (last === null) throw new Error('the Dockerfile has no stage');
  return last;
}

/** The text with the image's absolute paths led to where they lie here. */
export function placed(text: string, root: string, paths: readonly string[]): string {
  return paths.reduce(
    (all, path) => all.replace(new RegExp(`(?<=^|[\\s=])${path}(?=$|[\\s/])`, 'g'), () => join(root, path)),
    text,
  );
}

export const absolutePathsIn = (stages: readonly Stage[]): readonly string[] => {
  const named = stages.flatMap(({ steps }) =>
    steps.flatMap((step) => (step.kind === 'workdir' || step.kind === 'volume' ? [step.text] : [])),
  );
  return [...new Set(named)];
};

const noCommands = { entrypoint: [], cmd: [], healthcheck: [] };

interface Surroundings {
  readonly done: ReadonlyMap<string, Work>;
  readonly ignored: readonly string[];
  readonly paths: readonly string[];
}

async function doStep(step: Step, work: Work, around: Surroundings): Promise<void> {
  switch (step.kind) {
    case 'workdir':
      work.workdir = step.text;
      return void (await mkdir(join(work.root, step.text), { recursive: true }));
    case 'env':
      work.env = { ...work.env, ...step.values };
      return;
    case 'run':
      return runStep(step.text, work, around.paths);
    case 'copy':
      return copyStep(step, work, around);
    case 'user':
      work.user = step.text;
      return;
    case 'volume':
      work.volumes.push(step.text);
      return;
    case 'expose':
      return;
    default:
      work[step.kind] = step.args;
  }
}

/** As the image's user root; npm finds this machine's cache. */
async function runStep(text: string, { root, workdir, env }: Work, paths: readonly string[]): Promise<void> {
  const options = { cwd: join(root, workdir), env: { PATH: process.env.PATH, HOME: homedir(), ...env } };
  await run('sh', ['-ec', placed(text, root, paths)], { ...options, maxBuffer: 16_000_000 });
}

async function copyStep(
  { from, sources, target }: Extract<Step, { kind: 'copy' }>,
  work: Work,
  { done, ignored }: Surroundings,
): Promise<void> {
  const to = join(work.root, resolve(work.workdir, target));
  for (const source of sources) {
    const path = from === null ? source : join(done.get(from)?.root ?? unknownStage(from), source);
    if (from === null) await copyFromContext(source, intoFolder(to, source, target, await isFolder(path)), ignored);
    else await cp(path, to, { recursive: true, verbatimSymlinks: true });
  }
}

/** `COPY file folder/` and `COPY file… ./` keep the name; `COPY folder target` copies what is in it. */
const intoFolder = (to: string, source: string, target: string, isFolderItself: boolean): string =>
  !isFolderItself && /(?:^\.|\/)$/.test(target) ? join(to, basename(source)) : to;

const isFolder = async (path: string): Promise<boolean> => (await stat(path)).isDirectory();

/** Files that git knows, or would add: a clone has no others. */
async function copyFromContext(source: string, to: string, ignored: readonly string[]): Promise<void> {
  if (ignored.some((name) => source === name || source.startsWith(`${name}/`)))
    throw new Error(`COPY ${source}: .dockerignore keeps it out`);
  const { stdout } = await run('git', ['ls-files', '-z', '-co', '--exclude-standard', '--', source]);
  const files = stdout.split('\0').filter((file) => file !== '');
  if (files.length === 0) throw new Error(`COPY ${source}: a clone has no such file`);
  for (const file of files) await cp(file, join(to, file.slice(source.length)));
}

function unknownStage(name: string): never {
  throw new Error(`there is no stage ${name} before`);
}
