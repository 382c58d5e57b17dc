import { userInfo } from 'node:os';
import { systemClock } from '../app/systemPorts.ts';
import type { Deed } from '../desk/deed.ts';

interface Said {
  readonly by?: string | undefined;
  readonly why?: string;
}

/** A deed of whoever has a shell: by the name that was given, or the login name. */
export const commandDeed = ({ by = userInfo().username, why = '' }: Said = {}): Deed => ({
  by: { kind: 'command', id: null, name: by },
  why,
  at: systemClock.now(),
});
