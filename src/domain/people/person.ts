import type { PersonRole } from './role.ts';

/** Somebody who may sign in. */
export interface Person {
  readonly id: number;
  readonly email: string;
  readonly name: string;
  readonly role: PersonRole;
  /** IANA name: times on pages are shown in it. */
  readonly timezone: string;
}
