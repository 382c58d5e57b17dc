import type { HeldTarget } from './holds.ts';

/** What came of asking for an article's page. Everything a publisher or the network can do wrong is a value here. */
export type PageOutcome =
  /** The article's text as the page has it. */
  | { readonly kind: 'text'; readonly text: string }
  /** The host wants us to stay away from its pages (429). */
  | ({ readonly kind: 'held'; readonly forSeconds: number; readonly message: string } & HeldTarget)
  /** Refused to us (robots.txt, a hold), not to be had, or no article: `message` says which. */
  | { readonly kind: 'none'; readonly message: string };

export interface PageResponse {
  readonly outcome: PageOutcome;
  /** For how long the host is to be left alone before its next page, seconds. */
  readonly pauseSeconds: number;
}

export interface PageSource {
  /** `withinMs`: for all of it, with robots.txt and redirects. */
  read(url: string, withinMs: number, signal: AbortSignal): Promise<PageResponse>;
}
