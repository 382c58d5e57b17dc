import { spawnSync } from 'node:child_process';
import { mkdir, rm, statfs, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { waitFor } from './waitFor.ts';

const mayMount =
  process.platform === 'linux' &&
  spawnSync('unshare', ['--mount', 'mount', '-t', 'tmpfs', 'tmpfs', '/mnt']).status === 0;

/** Why tests on a disk of their own are left out, or null when they run. */
export const diskMissing: string | null = mayMount ? null : 'this user may not mount a file system';

if (diskMissing !== null) process.stderr.write(`tests on a full disk are left out: ${diskMissing}\n`);

/** A small file system, in memory, that a test fills and empties. */
export interface SmallDisk {
  readonly path: string;
  fill(): Promise<void>;
  empty(): Promise<void>;
  /** Once nobody works on it. */
  unmount(): Promise<void>;
}

/** Mounts one in the folder. */
export async function mountDisk(folder: string): Promise<SmallDisk> {
  const path = join(folder, 'disk');
  const ballast = join(path, 'ballast');
  await mkdir(path);
  const { status } = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=400m,mode=755', 'tmpfs', path]);
  if (status !== 0) throw new Error(`cannot mount over ${path}`);
  return {
    path,
    async fill() {
      const { bavail, bsize } = await statfs(path);
      // Whoever writes meanwhile makes it full before the ballast is whole.
      await writeFile(ballast, Buffer.alloc(bavail * bsize - bsize)).catch(unlessFull);
    },
    empty: () => rm(ballast),
    unmount: () => waitFor(() => spawnSync('umount', [path]).status === 0, { withinMs: 60_000 }),
  };
}

function unlessFull(error: NodeJS.ErrnoException): void {
  if (error.code !== 'ENOSPC') throw error;
}
