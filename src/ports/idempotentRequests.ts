/** A request that makes something, as it is known again: by its caller, its key, and what it asked. */
export interface KeyedRequest {
  /** Whose key it is: keys of different callers have nothing to do with each other. */
  readonly caller: string;
  readonly key: string;
  /** SHA-256 of method, address and body. */
  readonly requestHash: Buffer;
  readonly at: Date;
}

export interface KeptResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export type KeyOutcome =
  /** Nobody sent it before: go on, then settle. */
  | { readonly kind: 'first' }
  | { readonly kind: 'answered'; readonly response: KeptResponse }
  | { readonly kind: 'in progress' }
  | { readonly kind: 'other request' };

/** Which requests were made under which key, for a day. */
export interface IdempotentRequests {
  begin(request: KeyedRequest): Promise<KeyOutcome>;
  /** Null: it failed on our side, and may be sent again. */
  settle(request: KeyedRequest, response: KeptResponse | null): Promise<void>;
}
