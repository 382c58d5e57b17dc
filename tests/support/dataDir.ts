import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** A DATA_DIR of one's own below the system's temporary folder. All may enter it, so that root's server can be another user's. */
export async function makeDataDir(prefix = 'tocsin-data-'): Promise<string> {
  const dataDir = await mkdtemp(join(tmpdir(), prefix));
  await chmod(dataDir, 0o755);
  return dataDir;
}

/** The pid of the embedded server on `dataDir`, or of one that crashed there; null after an orderly stop. */
export async function postmasterPid(dataDir: string): Promise<number | null> {
  const content = await readFile(join(dataDir, 'postgres/data/postmaster.pid'), 'utf8').catch(() => '');
  return Number.parseInt(content, 10) || null;
}

/** The port of that server; null until it has bound it. */
export async function postmasterPort(dataDir: string): Promise<number | null> {
  const content = await readFile(join(dataDir, 'postgres/data/postmaster.pid'), 'utf8').catch(() => '');
  return Number(content.split('\n')[3]) || null;
}

export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** Removes the folder, with the server that a failed or killed test may have left there. */
export async function removeDataDir(dataDir: string): Promise<void> {
  const pid = await postmasterPid(dataDir);
  if (pid !== null && pid !== process.pid && isRunning(pid)) {
    process.kill(pid, 'SIGQUIT'); // PostgreSQL's immediate shutdown
    for (let tries = 0; tries < 100 && isRunning(pid); tries++) await sleep(50);
  }
  await rm(dataDir, { recursive: true, force: true, maxRetries: 5 });
}
