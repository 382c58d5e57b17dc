import { accessSync, constants, statfsSync } from 'node:fs';

const folder = '/dev/shm';
/** Containers often give it 64 MB; hundreds of databases come and go there. */
const leastBytes = 2_000_000_000;

/**
 * Makes memory the temporary folder of this process and those that it starts, where the system has a folder in memory with
 * room enough. Databases that live for one test cost a disk more than their work.
 */
export function useMemoryFolder(): void {
  if (process.env.TMPDIR === undefined && isRoomy()) process.env.TMPDIR = folder;
}

function isRoomy(): boolean {
  try {
    accessSync(folder, constants.W_OK);
    const { bavail, bsize } = statfsSync(folder);
    return bavail * bsize >= leastBytes;
  } catch {
    return false;
  }
}
