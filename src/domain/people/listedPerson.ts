import type { Person } from './person.ts';

/** Somebody as the list of people shows them. */
export interface ListedPerson extends Person {
  readonly createdAt: Date;
  readonly disabledAt: Date | null;
  readonly lastSeenAt: Date | null;
  readonly hasPassword: boolean;
  /** The identity provider whose word is taken for them. */
  readonly issuedBy: string | null;
}

/** A browser in which somebody is signed in. */
export interface ListedSession {
  /** The hash of its token, in hexadecimal: names it, and opens nothing. */
  readonly id: string;
  readonly createdAt: Date;
  readonly lastSeenAt: Date;
  readonly userAgent: string;
  readonly address: string;
}
