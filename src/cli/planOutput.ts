import type { PlannedChange } from '../app/configuration/configKind.ts';

const signs = { added: '+', changed: '~', removed: '-' } as const;

/** What an apply changes, for people: a line a change, what differs below it, and a count. */
export function shownPlan(name: string, changes: readonly PlannedChange[], notes: readonly string[]): string {
  const noted = notes.map((note) => `note: ${note}`);
  if (changes.length === 0) return [`The ${name} are the same; nothing changes.`, ...noted, ''].join('\n');
  const lines = changes.flatMap(({ kind, what, details }) => [
    `${signs[kind]} ${what}`,
    ...details.map((detail) => `    ${detail}`),
  ]);
  return [...lines, ...noted, counted(changes), ''].join('\n');
}

const counted = (changes: readonly PlannedChange[]): string =>
  (['added', 'changed', 'removed'] as const)
    .map((kind) => `${changes.filter((change) => change.kind === kind).length} ${kind}`)
    .join(', ');
