import { type AuditEntry, audited, type Deed } from '../deed.ts';
import { storySubject } from './attendToStory.ts';

export interface NoteOnStoryStore {
  /** False: there is no such story. */
  addNote(storyId: number, text: string, entry: AuditEntry): Promise<boolean>;
}

export const longestNote = 4000;

export type NoteOutcome = { readonly kind: 'noted' } | { readonly kind: 'empty' | 'too long' | 'no story' };

/** Writes a note that all who look at the story see. */
export async function noteOnStory(
  store: NoteOnStoryStore,
  deed: Deed,
  { storyId, text }: { readonly storyId: number; readonly text: string },
): Promise<NoteOutcome> {
  const written = text.trim();
  if (written === '') return { kind: 'empty' };
  if (written.length > longestNote) return { kind: 'too long' };
  const subject = storySubject(storyId);
  const entry = audited(deed, { action: 'story.noted', subject, after: { text: written } });
  return { kind: (await store.addNote(storyId, written, entry)) ? 'noted' : 'no story' };
}
