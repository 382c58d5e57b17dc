import type { Step } from '../../../ports/queue.ts';
import { isChannelOpen, isOpen } from './sendHolds.ts';
import { lineOrder } from './turns.ts';

/** What can be quarantined after repeated crashes, by the name that ops know it by. */
export type QuarantinedKind = 'feeds' | 'articles' | 'subscriptions' | 'deliveries' | 'notices' | 'hubs';

/** A table whose rows are claimed; where several steps claim rows of one table, those that one of them does. */
export interface LeasedTable {
  readonly name: 'feeds' | 'pipeline_items' | 'subscriptions' | 'deliveries' | 'notices' | 'hub_subscriptions';
  readonly key: 'id' | 'sequence';
  readonly knownAs: QuarantinedKind;
  /** The step that takes its rows, woken by the sweep while there are any. Null: nothing is woken, a round comes by. */
  readonly step: Step | null;
  /** Which rows are to be taken at the instant `now`, a parameter of the statement; free and not quarantined they must be, too (SQL). */
  readonly due: (now: string) => string;
  /** Which rows come first (SQL). */
  readonly order: string;
  /** Its rows stay, with `removed_at`, when ops take them out: what is wrong with them is nobody's concern then. */
  readonly keepsRemoved?: true;
}

/** The states of deliveries and notices that are still to be sent (SQL). */
export const unsentStates = "('pending', 'retrying')";

const isSending = (now: string): string => `due_at <= ${now} AND state IN ${unsentStates}`;

/** What an article said first is placed before what it says now, however often that fails (SQL). */
const isFirstRevision = (item: string): string => `(
  SELECT count(*) FILTER (WHERE earlier.line = 'match' AND earlier.quarantined_at IS NULL) = 0 FROM pipeline_items AS earlier
   WHERE earlier.article_id = ${item}.article_id AND earlier.revision < ${item}.revision)`;

/**
 * Stories take the articles of a feed in their order: none before an earlier one that is still to be matched or placed (SQL). Other
 * feeds do not wait for it, nor does its own once it has failed twice (what a process died of once may be innocent) or while it
 * waits for an earlier revision itself, which may be another feed's.
 */
const isFirstOfFeed = `coalesce((
  SELECT (pipeline_items.is_backlog, pipeline_items.turn, pipeline_items.sequence) <= (first.is_backlog, first.turn, first.sequence)
    FROM pipeline_items AS first
   WHERE first.feed_id = pipeline_items.feed_id AND first.line = 'match' AND first.quarantined_at IS NULL
     AND (first.unsettled_claims <= 1 OR first.unsettled_claims = 2 AND first.leased_until >= lease_now())
     AND ${isFirstRevision('first')}
   ORDER BY first.is_backlog, first.turn, first.sequence LIMIT 1), true)`;

/**
 * Everything that is claimed by lease, each once. Claims, the voiding of old leases, the release of what was quarantined and
 * the sweep are all made from this list, so that no row can be due for one of them and unknown to another.
 */
export const leasedTables = {
  feeds: {
    ...{ name: 'feeds', key: 'id', knownAs: 'feeds', step: 'poll' },
    // Feeds of one host are asked one at a time, by whatever process.
    due: (now) => `next_poll_at <= ${now} AND removed_at IS NULL AND ended_at IS NULL
      AND (paused_at IS NULL OR paused_until <= ${now})
      AND NOT EXISTS (SELECT FROM feeds AS other WHERE other.host = feeds.host AND other.id <> feeds.id AND other.leased_until >= lease_now())`,
    ...{ order: 'next_poll_at, id', keepsRemoved: true },
  },
  toRead: {
    ...{ name: 'pipeline_items', key: 'sequence', knownAs: 'articles', step: 'read' },
    // Whose time is over, or whose host is neither to be left alone nor in hand.
    due: (now) => `step = 'read' AND (read_until <= ${now}
      OR NOT EXISTS (SELECT FROM page_pauses AS p WHERE p.host = pipeline_items.page_host AND p.ends_at > ${now})
     AND NOT EXISTS (SELECT FROM pipeline_items AS other
                      WHERE other.step = 'read' AND other.page_host = pipeline_items.page_host AND other.leased_until >= lease_now()))`,
    order: lineOrder,
  },
  toMatch: {
    ...{ name: 'pipeline_items', key: 'sequence', knownAs: 'articles', step: 'match' },
    due: () => "step = 'match'",
    order: lineOrder,
  },
  toPlace: {
    ...{ name: 'pipeline_items', key: 'sequence', knownAs: 'articles', step: 'story' },
    due: () => `step = 'story' AND ${isFirstOfFeed} AND ${isFirstRevision('pipeline_items')}`,
    order: lineOrder,
  },
  toPlan: {
    ...{ name: 'pipeline_items', key: 'sequence', knownAs: 'articles', step: 'plan' },
    // What is new in a story is planned in order: none of its articles before an earlier one that another planner has in hand.
    due: () => `step = 'plan' AND NOT EXISTS (
      SELECT FROM pipeline_items AS earlier
       WHERE earlier.step = 'plan' AND earlier.story_id = pipeline_items.story_id
         AND earlier.sequence < pipeline_items.sequence AND earlier.leased_until >= lease_now())`,
    order: lineOrder,
  },
  subscriptions: {
    ...{ name: 'subscriptions', key: 'id', knownAs: 'subscriptions', step: 'plan' },
    due: (now) => `next_due_at <= ${now} AND removed_at IS NULL AND unsubscribed_at IS NULL
      AND EXISTS (SELECT FROM subscribers AS p
                   WHERE p.id = subscriber_id AND p.removed_at IS NULL AND p.confirmed_at IS NOT NULL)`,
    ...{ order: 'next_due_at, id', keepsRemoved: true },
  },
  deliveries: {
    ...{ name: 'deliveries', key: 'id', knownAs: 'deliveries', step: 'deliver' },
    due: (now) => `${isSending(now)} AND EXISTS (
      SELECT FROM targets AS t WHERE t.id = deliveries.target_id AND t.next_due_at <= ${now} AND ${isOpen(now)})`,
    order: 'due_at, id',
  },
  notices: {
    ...{ name: 'notices', key: 'id', knownAs: 'notices', step: 'deliver' },
    due: (now) => `${isSending(now)} AND ${isChannelOpen('notices.channel', now)}`,
    order: 'due_at, id',
  },
  hubs: {
    ...{ name: 'hub_subscriptions', key: 'id', knownAs: 'hubs', step: null },
    due: (now) => `next_action_at <= ${now}`,
    order: 'next_action_at, id',
  },
} as const satisfies Readonly<Record<string, LeasedTable>>;

export const allLeased: readonly LeasedTable[] = Object.values(leasedTables);

/** Edits of stories have no lease, because the one writer takes them in order: which rows of `story_edits` wait for it (SQL). */
export const isWaitingEdit = 'applied_at IS NULL AND refused IS NULL';
