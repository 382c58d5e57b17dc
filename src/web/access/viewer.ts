import type { Context } from 'hono';
import type { Actor, Deed } from '../../desk/deed.ts';
import type { Person } from '../../domain/people/person.ts';
import { includesRole } from '../../domain/people/role.ts';
import type { Words } from '../console/words/words.ts';

/** Whoever looks at a page. */
export interface Viewer {
  readonly person: Person;
  readonly actor: Actor;
  /** Goes into every form; bound to the session. */
  readonly csrf: string;
  /** The hash of the session's token; null: a proxy vouches for the person at each request. */
  readonly session: Buffer | null;
  readonly words: Words;
  /** What was just done, to be said once on this page. */
  readonly said: string | null;
}

/** What the pages behind sign-in find in their context. */
export interface SignedIn {
  readonly Variables: { readonly viewer: Viewer };
}

export type ConsoleContext = Context<SignedIn>;

export const mayEdit = ({ person }: Viewer): boolean => includesRole(person.role, 'editor');

export const mayAdminister = ({ person }: Viewer): boolean => includesRole(person.role, 'admin');

/** A deed by whoever posts this. */
export const deedOf = (context: ConsoleContext, at: Date, why = ''): Deed => ({
  by: context.var.viewer.actor,
  why: why.trim(),
  at,
});
