import { connect } from 'node:net';
import { hostname } from 'node:os';
import { text } from 'node:stream/consumers';
import { z } from 'zod';
import { type ProcessNote, readNotes } from './processNote.ts';

export const processStates = ['starting', 'running', 'stopping'] as const;
export type ProcessState = (typeof processStates)[number];

/** The state that a process reports; `dead`: nobody is there, or another program; `silent`: it does not answer in time. */
export type Liveness = ProcessState | 'dead' | 'silent';

export interface ProcessStatus {
  readonly pid: number;
  readonly roles: readonly string[];
  readonly liveness: Liveness;
}

const responseShape = z.object({ key: z.string(), state: z.enum(processStates) });

/** Asks every process of this machine that has noted itself in the folder. */
export async function askProcesses(dataDir: string, withinMs?: number): Promise<readonly ProcessStatus[]> {
  const notes = await readNotes(dataDir, hostname());
  return Promise.all(
    notes.map(async (note) => ({ pid: note.pid, roles: note.roles, liveness: await askProcess(note, withinMs) })),
  );
}

const usualMs = 5000;

export async function askProcess({ port, key }: ProcessNote, withinMs = usualMs): Promise<Liveness> {
  const socket = connect(port, '127.0.0.1').end(); // another program that waits for a request is not waited for
  const timer = setTimeout(() => socket.destroy(new LateError()), withinMs);
  try {
    return stateIn(await text(socket), key);
  } catch (error) {
    return error instanceof LateError ? 'silent' : 'dead';
  } finally {
    clearTimeout(timer);
    socket.destroy();
  }
}

class LateError extends Error {}

/** A response of another shape, or with another key, is from another program. */
function stateIn(response: string, key: string): Liveness {
  const read = responseShape.safeParse(JSON.parse(response));
  return read.success && read.data.key === key ? read.data.state : 'dead';
}
