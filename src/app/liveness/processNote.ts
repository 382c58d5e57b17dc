import { readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { makeFolder } from '../../adapters/makeFolder.ts';

const noteShape = z.object({
  /** A folder may be shared by containers: a process can be asked on its own machine only. */
  host: z.string(),
  pid: z.number(),
  /** On loopback. */
  port: z.number(),
  /** What the process responds with, so that another program on its old port is not taken for it. */
  key: z.string(),
  roles: z.array(z.string()),
});

/** Where a running process can be asked how it is; a file in DATA_DIR while it lives, and after it if it was killed. */
export type ProcessNote = z.infer<typeof noteShape>;

const folderOf = (dataDir: string): string => join(dataDir, 'processes');
/** By the port: the containers of one pod share a host name, and each has a process 1. */
const fileOf = (dataDir: string, { host, port }: ProcessNote): string =>
  join(folderOf(dataDir), `${host}-${port}.json`);

/** The note appears whole. */
export async function writeNote(dataDir: string, note: ProcessNote): Promise<void> {
  await makeFolder(folderOf(dataDir));
  const draft = `${fileOf(dataDir, note)}.draft`;
  await writeFile(draft, JSON.stringify(note), { mode: 0o600 });
  await rename(draft, fileOf(dataDir, note));
}

export const removeNote = (dataDir: string, note: ProcessNote): Promise<void> =>
  rm(fileOf(dataDir, note), { force: true });

/** The notes of the host's processes, those of killed ones among them. */
export async function readNotes(dataDir: string, host: string): Promise<readonly ProcessNote[]> {
  const names = await readdir(folderOf(dataDir)).catch(noneIfMissing);
  const texts = names
    .filter((name) => name.endsWith('.json'))
    .map((name) => readFile(join(folderOf(dataDir), name), 'utf8').catch(noneIfMissing));
  const notes = (await Promise.all(texts)).flatMap((text) => (typeof text === 'string' ? notesIn(text) : []));
  return notes.filter((note) => note.host === host);
}

/** A machine that lost power may leave an empty note or half of one: its process is gone, and there is nothing to ask. */
function notesIn(text: string): readonly ProcessNote[] {
  try {
    return [noteShape.parse(JSON.parse(text))];
  } catch {
    return [];
  }
}

/** No folder: no service has run here. No file: its process has just ended. */
function noneIfMissing(error: NodeJS.ErrnoException): readonly never[] {
  if (error.code === 'ENOENT') return [];
  throw error;
}
