/** A feed with the state that the poll step needs to ask for it again. */
export interface Feed {
  readonly id: number;
  readonly url: string;
  readonly name: string;
  /** A fixed interval, or null: the interval adapts to the feed's rhythm. */
  readonly everySeconds: number | null;
  /** The adaptive interval as the last new document gave it; null before the first. */
  readonly intervalSeconds: number | null;
  /** Returned byte-exact with the next request (RFC 9110 §13.1). */
  readonly etag: string | null;
  readonly lastModified: string | null;
  readonly firstPolledAt: Date | null;
  readonly lastSucceededAt: Date | null;
  /** Failed polls in a row. */
  readonly failures: number;
}

/** What a feed document says of itself. */
export interface FeedHeader {
  readonly format: 'rss' | 'rdf' | 'atom' | 'json';
  readonly title: string | null;
  readonly link: string | null;
  readonly lang: string | null;
  readonly ttlMinutes: number | null;
  /** The WebSub hub that the document names. */
  readonly hub: string | null;
}
