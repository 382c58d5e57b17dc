import type { PersonRole } from '../../domain/people/role.ts';

interface AccessLine {
  /** The path itself, and all below it; `*` stands for one part. */
  readonly path: string;
  /** Absent: every method. */
  readonly methods?: readonly string[];
  readonly role: PersonRole;
}

/** What is not as usual: reading wants a viewer, all else an editor. The first line that fits decides. */
const lines: readonly AccessLine[] = [
  { path: '/account', role: 'viewer' },
  { path: '/sign-out', role: 'viewer' },
  { path: '/desk/seen', role: 'viewer' },
  { path: '/settings/people', role: 'admin' },
  { path: '/settings/tokens', role: 'admin' },
  { path: '/settings/audit', role: 'admin' },
  { path: '/settings/service', role: 'admin' },
  { path: '/settings/doctor', role: 'editor' },
  // Addresses of webhooks may be secrets, which editors see in part only.
  { path: '/settings/files/subscribers/export.yaml', role: 'admin' },
  { path: '/settings/files/*/export.yaml', role: 'editor' },
  // Asked by POST for the size of what is asked; nothing is changed.
  { path: '/rules/*/preview', role: 'viewer' },
  { path: '/rules/check', role: 'viewer' },
  { path: '/subscribers/*/erase', role: 'admin' },
];

const reading = ['GET', 'HEAD'];

/** The role that a request needs. What is not listed is closed to whoever may only read, so that a new route is never open by mistake. */
export function roleFor(method: string, path: string): PersonRole {
  const line = lines.find((each) => covers(each, method, path));
  return line?.role ?? (reading.includes(method) ? 'viewer' : 'editor');
}

const covers = ({ path: pattern, methods }: AccessLine, method: string, path: string): boolean =>
  (methods?.includes(method) ?? true) && isBelow(pattern.split('/'), path.split('/'));

const isBelow = (pattern: readonly string[], path: readonly string[]): boolean =>
  pattern.every((part, place) => (part === '*' ? (path[place] ?? '') !== '' : part === path[place]));
