import type { Logger } from 'pino';
import type { Dispatcher } from 'undici';
import type { Settings } from '../../config/settings.ts';
import type { ParseDocument } from '../adapters/feeds/threadedParser.ts';
import type { Database } from '../adapters/store/database.ts';
import type { ResolveReference } from '../domain/basics/resolveReference.ts';
import type { ChannelName } from '../domain/digests/subscription.ts';
import type { Channel } from '../ports/channel.ts';
import type { Clock } from '../ports/clock.ts';
import type { SendNotice } from '../ports/noticeMailer.ts';
import type { Queue, Step } from '../ports/queue.ts';
import type { Random } from '../ports/random.ts';

/** What was opened at the start, and every step's dependencies are made of. */
export interface AppContext {
  readonly settings: Settings;
  readonly log: Logger;
  readonly clock: Clock;
  readonly random: Random;
  readonly db: Database;
  readonly queue: Queue;
  readonly wake: (step: Step) => void;
  readonly agent: Dispatcher;
  /** For the canary's own addresses only. */
  readonly canaryAgent: Dispatcher;
  readonly userAgent: string;
  readonly resolveReference: ResolveReference;
  /** Reads feed documents, in threads of its own. */
  readonly parse: ParseDocument;
  readonly channels: ReadonlyMap<ChannelName, Channel>;
  readonly sendNotice: SendNotice;
  /** Signs links and forms. */
  readonly secretKey: string;
  /** Makes the canary's addresses. */
  readonly canaryKey: string;
  /** At most so many threads match; each holds the rules. */
  readonly matchThreads: number;
}
