/** Who somebody is, by the word of an identity provider (OpenID Connect). */
export interface Identity {
  readonly issuer: string;
  /** The issuer's name for the person; it never changes. */
  readonly subject: string;
  /** Null: the issuer gives none, or has not verified it. */
  readonly email: string | null;
}

/** What the browser keeps from the start of a sign-in to its end. */
export interface SignInMemory {
  readonly state: string;
  readonly nonce: string;
  readonly codeVerifier: string;
}

export type StartedSignIn =
  | { readonly kind: 'started'; readonly url: string; readonly memory: SignInMemory }
  | { readonly kind: 'unreachable'; readonly reason: string };

export type FinishedSignIn =
  | { readonly kind: 'known'; readonly identity: Identity }
  /** The provider, or the person, said no; or the answer belongs to no sign-in of this browser. */
  | { readonly kind: 'refused'; readonly reason: string }
  | { readonly kind: 'unreachable'; readonly reason: string };

export interface IdentityProvider {
  /** As the button names it. */
  readonly name: string;
  start(): Promise<StartedSignIn>;
  /** `search`: the query with which the provider sent the browser back. */
  finish(search: string, memory: SignInMemory): Promise<FinishedSignIn>;
}
