import type { FeedCredentials } from './credentials.ts';
import type { FeedAddress } from './feedAddress.ts';
import type { GoneClaim } from './gone.ts';
import type { SkippedHours } from './skippedHours.ts';

/** What a feed document requests of those who poll it. */
export interface PollingHints extends SkippedHours {
  /** The longer of ttl and sy:updatePeriod, seconds. */
  readonly requestedSeconds: number | null;
}

/** What is remembered of a feed's last response, so that it need not be sent or read again. */
export interface FeedMemory {
  /** Returned byte-exact with the next request (RFC 9110 §13.1); latin1, as they came. */
  readonly etag: string | null;
  readonly lastModified: string | null;
  /** The address that gave the two. They tell apart states of what is there, and are sent nowhere else. */
  readonly validatorsFrom: string | null;
  /** Of the bytes that were read last, and of the reader that read them. */
  readonly documentHash: string | null;
}

export const nothingRemembered: FeedMemory = {
  etag: null,
  lastModified: null,
  validatorsFrom: null,
  documentHash: null,
};

/** A feed with the state that the poll step needs to ask for it again. */
export interface Feed extends FeedMemory, FeedAddress, GoneClaim {
  readonly id: number;
  /** As it stands in the list; `redirectedTo` is fetched instead where there is one. */
  readonly url: string;
  readonly name: string;
  /** A fixed interval, or null: the interval adapts to the feed's rhythm. */
  readonly everySeconds: number | null;
  /** The pages of its articles are read where it gives a summary only. */
  readonly fullText?: boolean;
  /** Null or absent: anybody may read it. */
  readonly credentials?: FeedCredentials | null;
  /** The adaptive interval as the last response gave it; null before the first. */
  readonly intervalSeconds: number | null;
  /** New items an hour, as we saw it; null while it is not known. */
  readonly itemsPerHour: number | null;
  /** When a document last held nothing that we knew: items may have come and gone between two polls. */
  readonly outrunAt: Date | null;
  /** A hub sends what is new (WebSub), and polls lately found nothing that it had not. */
  readonly isPushed: boolean;
  /** As the last document had it. */
  readonly hints: PollingHints;
  /** From then on the feed is fetched as if nothing were remembered. */
  readonly rereadAt: Date | null;
  /** When it last sent a whole document. */
  readonly documentAt: Date | null;
  readonly firstPolledAt: Date | null;
  readonly lastNewAt: Date | null;
  /** Between one poll that brings news and the next; null while it is not known. */
  readonly usualGapSeconds: number | null;
  /** It responds, but its silence is a fault by its norm (`health/silence.ts`). */
  readonly isSilent: boolean;
  readonly lastSucceededAt: Date | null;
  /** Failed polls in a row. */
  readonly failures: number;
}

/** What a feed document says of itself. */
export interface FeedHeader {
  readonly format: 'rss' | 'rdf' | 'atom' | 'json' | 'sitemap';
  readonly title: string | null;
  readonly link: string | null;
  readonly lang: string | null;
  readonly ttlMinutes: number | null;
  /** The WebSub hub that the document names. */
  readonly hub: string | null;
  /** The feed's own address as the document gives it: the topic that a hub knows it by (WebSub §4). */
  readonly self: string | null;
  /** How often it changes at most by the syndication module (sy:updatePeriod over sy:updateFrequency), seconds. */
  readonly updateSeconds: number | null;
  /** Hours of the day, GMT, and days of the week (0: Sunday) at which RSS asks not to be polled. */
  readonly skipHours: readonly number[];
  readonly skipDays: readonly number[];
}

/** What a document says of itself that says nothing; its format is not said but seen. */
export const emptyHeader: Omit<FeedHeader, 'format'> = {
  title: null,
  link: null,
  lang: null,
  ttlMinutes: null,
  hub: null,
  self: null,
  updateSeconds: null,
  skipHours: [],
  skipDays: [],
};
