import { spawnSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A file system of its own under a folder, which a test fills and clears. */
export interface SmallDisk {
  /** Leaves not a byte. */
  fill(): void;
  clear(): void;
  unmount(): void;
}

/** Why tests on a full disk are left out, or null when they run. In CI they always run, and fail where nothing can be mounted. */
export const smallDiskMissing: string | null = await (async () => {
  const folder = await mkdtemp(join(tmpdir(), 'tocsin-mount-'));
  const can = mount(folder, 64) && spawnSync('umount', [folder]).status === 0;
  await rm(folder, { recursive: true, force: true });
  return can || process.env.CI === 'true' ? null : 'tests on a full disk need the right to mount: run them as root';
})();

if (smallDiskMissing !== null) process.stderr.write(`${smallDiskMissing}\n`);

function mount(folder: string, kilobytes: number): boolean {
  return spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${kilobytes}k,mode=0700`, 'tmpfs', folder]).status === 0;
}

/** Mounts memory of this size over a folder, which is made. */
export function mountSmallDisk(folder: string, kilobytes: number): SmallDisk {
  mkdirSync(folder, { recursive: true });
  if (!mount(folder, kilobytes)) throw new Error(`cannot mount over ${folder}`);
  const filler = join(folder, 'filler');
  return {
    fill() {
      for (let bytes = kilobytes * 1024; bytes >= 1; bytes /= 2) appendWhatFits(filler, Math.floor(bytes));
    },
    clear: () => rmSync(filler, { force: true }),
    unmount: () => void spawnSync('umount', ['-l', folder]),
  };
}

function appendWhatFits(file: string, bytes: number): void {
  try {
    for (;;) writeFileSync(file, Buffer.alloc(bytes), { flag: 'a' });
  } catch {
    // Full, for pieces of this size.
  }
}
