/** Finds what an `env:NAME` reference stands for. */
export type ResolveReference = (reference: string) => Resolved;

export type Resolved = { readonly ok: true; readonly value: string } | { readonly ok: false; readonly message: string };
