import { dayMs } from '../basics/time.ts';

/** Reports of one event come within days of each other; after a week of silence a likeness counts for a third. */
const silenceDays = 7;

/** Names, places and numbers keep longer than the words for what happened. */
const silenceDaysOfNames = 30;

/** Each full name that no other live story has keeps a story open longer (the trial of a suspect), up to four of them. */
const daysAName = 14;
const mostNames = 4;

/** Where articles have no dates, only their words tie them, and must do so better. */
const undated = 0.467;

/** With a name of its own in common, a story takes articles three times as long as without. */
export const longerWithNames = 3;

export interface Fading {
  readonly ofWords: number;
  readonly ofNames: number;
}

/** What is left of a likeness after the time between the article and the story's last one; `ownNames`: see above. */
export function fading(at: Date | null, lastAt: number | null, maxDays: number, ownNames = 0): Fading {
  if (at === null || lastAt === null) return { ofWords: undated, ofNames: undated };
  const days = Math.abs(at.getTime() - lastAt) / dayMs;
  if (days > maxDays * (ownNames > 0 ? longerWithNames : 1)) return { ofWords: 0, ofNames: 0 };
  const patience = silenceDays + daysAName * Math.min(ownNames, mostNames);
  return { ofWords: Math.exp(-days / patience), ofNames: Math.exp(-days / Math.max(patience, silenceDaysOfNames)) };
}
