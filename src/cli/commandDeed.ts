import { userInfo } from 'node:os';
import { systemClock } from '../app/systemPorts.ts';
import type { Deed } from '../desk/deed.ts';

/** A deed of whoever has a shell: by the name that was given, or the login name. */
export const commandDeed = ({ by, why }: { readonly by: string | undefined; readonly why: string }): Deed => ({
  by: { kind: 'command', id: null, name: by ?? userInfo().username },
  why,
  at: systemClock.now(),
});
