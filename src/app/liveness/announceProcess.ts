import { randomUUID } from 'node:crypto';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { hostname } from 'node:os';
import { askProcess, type ProcessState } from './askProcess.ts';
import { type ProcessNote, readNotes, removeNote, writeNote } from './processNote.ts';

export interface AnnouncedProcess {
  /** What it responds from now on; `starting` at first. */
  become(state: ProcessState): void;
  close(): Promise<void>;
}

/**
 * Lets this process be asked how it is, whatever its roles: it answers on a loopback port of its own, which it notes in
 * DATA_DIR. Notes of processes that were killed are removed, since whoever starts one has seen to that.
 */
export async function announceProcess(dataDir: string, roles: readonly string[]): Promise<AnnouncedProcess> {
  let state: ProcessState = 'starting';
  const key = randomUUID();
  const server = createServer((socket) => {
    // A caller that never hangs up would keep a process alive that has stopped.
    socket.on('error', () => undefined).end(JSON.stringify({ key, state }), () => socket.destroy());
  });
  const note = { host: hostname(), pid: process.pid, port: await listening(server), key, roles: [...roles] };
  try {
    await removeDead(dataDir);
    await writeNote(dataDir, note);
  } catch (error) {
    server.close();
    throw error;
  }
  return {
    become: (next) => {
      state = next;
    },
    close: () => removeNote(dataDir, note).finally(() => server.close()),
  };
}

function listening(server: Server): Promise<number> {
  return new Promise((resolve, reject) => {
    // `on`: later ones (no file descriptor is left for a caller) must not end the process that is asked how it is.
    server.on('error', reject);
    server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port));
  });
}

async function removeDead(dataDir: string): Promise<void> {
  const removed = async (note: ProcessNote) => {
    if ((await askProcess(note)) === 'dead') await removeNote(dataDir, note);
  };
  await Promise.all((await readNotes(dataDir, hostname())).map(removed));
}
