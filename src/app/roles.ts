import { type Step, steps } from '../ports/queue.ts';

/** What a process does: any of the steps, and the pages. */
export const roles = [...steps.filter((step) => step !== 'read'), 'web'] as const;
/** Pages are read where feeds are polled: who takes an article in also sends it on. */
export type Role = Exclude<Step, 'read'> | 'web';

const isRole = (name: string): name is Role => (roles as readonly string[]).includes(name);

/** Reads `poll,match,web`. Null where a name is no role. */
export function parseRoles(text: string): readonly Role[] | null {
  const names = text.split(',').map((name) => name.trim());
  return names.every(isRole) ? names : null;
}
