import { userInfo } from 'node:os';
import { systemClock } from '../app/systemPorts.ts';
import type { Deed } from '../desk/deed.ts';

/** A deed by whoever runs a command: the audit log shows their login, or what they give as `--by`. */
export const byCommand = (why = '', by: string | null = null): Deed => ({
  by: { kind: 'command', id: null, name: by ?? login() },
  why,
  at: systemClock.now(),
});

/** A user without an entry in the password file has a number only. */
function login(): string {
  try {
    return userInfo().username;
  } catch {
    return `user ${process.getuid?.() ?? '?'}`;
  }
}
