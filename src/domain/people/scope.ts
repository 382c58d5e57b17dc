import type { PersonRole } from './role.ts';

/** What a token may be used for. */
export const scopes = ['read', 'write', 'admin', 'metrics'] as const;

export type Scope = (typeof scopes)[number];

const roleOfScope: Readonly<Record<Scope, PersonRole | null>> = {
  read: 'viewer',
  write: 'editor',
  admin: 'admin',
  metrics: null,
};

/** The highest role that scopes amount to; null: they open nothing of the console's. A token never exceeds its owner besides. */
export function roleOfScopes(given: readonly Scope[]): PersonRole | null {
  const found = given.map((scope) => roleOfScope[scope]);
  return (['admin', 'editor', 'viewer'] as const).find((role) => found.includes(role)) ?? null;
}
