import { connect } from 'node:net';
import { hostname } from 'node:os';
import { text } from 'node:stream/consumers';
import { z } from 'zod';
import { type ProcessNote, readNotes } from './processNote.ts';

export const processStates = ['starting', 'running', 'stopping'] as const;
export type ProcessState = (typeof processStates)[number];

/** What a process says of itself; `dead`: nobody is there, or another program; `silent`: it does not answer in time. */
export type Liveness = ProcessState | 'dead' | 'silent';

export interface AskedProcess {
  readonly pid: number;
  readonly roles: readonly string[];
  readonly liveness: Liveness;
}

const answerShape = z.object({ key: z.string(), state: z.enum(processStates) });

/** Asks every process of this machine that has noted itself in the folder. */
export async function askProcesses(dataDir: string, withinMs?: number): Promise<readonly AskedProcess[]> {
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

/** What has no such shape, or another key, was said by another program. */
function stateIn(answer: string, key: string): Liveness {
  const read = answerShape.safeParse(JSON.parse(answer));
  return read.success && read.data.key === key ? read.data.state : 'dead';
}
