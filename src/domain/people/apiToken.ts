import type { Person } from './person.ts';
import type { Scope } from './scope.ts';

/** Begins every token, so that scanners of repositories and logs find one that leaked. */
export const tokenPrefix = 'tsn_';

/** A program that acts for a person. */
export interface TokenUser {
  readonly tokenId: number;
  readonly tokenName: string;
  readonly scopes: readonly Scope[];
  readonly person: Person;
}

/** A token as it is listed; the token itself is kept nowhere. */
export interface ListedToken {
  readonly id: number;
  readonly name: string;
  readonly scopes: readonly Scope[];
  readonly ownerId: number;
  readonly ownerName: string;
  readonly createdAt: Date;
  readonly expiresAt: Date | null;
  readonly lastUsedAt: Date | null;
}
