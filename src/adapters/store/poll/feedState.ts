import { type GoneClaim, neverGone } from '../../../domain/feeds/gone.ts';
import type { PollPlan } from '../../../domain/feeds/nextPoll.ts';
import type { PollSettlement, SavedCounts } from '../../../pipeline/poll/pollStore.ts';
import type { FetchFailure } from '../../../ports/feedSource.ts';
import type { Queryable } from '../database.ts';
import { settled } from '../shared/leases.ts';
import { storable } from '../storable.ts';

/** Saves what a poll came to beside its articles; `counts`: what became of those. */
export async function saveFeedState(
  tx: Queryable,
  feedId: number,
  settlement: PollSettlement,
  counts: SavedCounts,
  now: Date,
): Promise<void> {
  if (settlement.kind === 'unchanged') await noteStillServed(tx, feedId, now);
  const state = { last_polled_at: now, ...stateAfter(settlement, counts, now) };
  const columns = Object.keys(state).map((column, index) => `${column} = $${index + 2}`);
  const counted = isFailure(settlement) ? ', failures = failures + 1' : '';
  const first = settlement.kind === 'document' ? ', first_polled_at = coalesce(first_polled_at, $2)' : '';
  await tx.execute(`UPDATE feeds SET ${settled}, ${columns.join(', ')}${counted}${first} WHERE id = $1`, [
    feedId,
    ...Object.values(state),
  ]);
}

/** A host that sends us away each time is asked ever more seldom, like one that fails. */
const isFailure = (settlement: PollSettlement): boolean =>
  settlement.kind === 'held' ? settlement.isNew : settlement.kind === 'failed' || settlement.kind === 'returned';

/** Columns of `feeds` with their values. */
type FeedState = Readonly<Record<string, unknown>>;

function stateAfter(settlement: PollSettlement, counts: SavedCounts, now: Date): FeedState {
  switch (settlement.kind) {
    case 'document': {
      const { hints, plan, rereadAt } = settlement;
      return {
        ...stateAfterResponse(settlement, plan(counts), now),
        reread_at: rereadAt,
        requested_seconds: hints.requestedSeconds,
        skip_hours: hints.skipHours,
        skip_days: hints.skipDays,
        ...(counts.churned > 0 ? { churned_at: now } : {}),
        ...{ keys_seen_at: now, document_at: now },
      };
    }
    case 'unchanged':
      return stateAfterResponse(settlement, settlement.plan, now);
    case 'held':
      return failedState({ ...settlement, reason: 'held' });
    case 'failed':
      return { ...failedState(settlement), ...(settlement.gone === undefined ? {} : goneState(settlement.gone)) };
    case 'returned':
      return {
        ...failedState(settlement),
        ...{ redirected_to: null, redirecting_to: null, redirect_polls: 0, redirect_since: null },
        ...goneState(neverGone),
      };
    case 'ended': {
      const { reason, message } = settlement;
      return { last_error: shownMessage(message), last_failure: reason, ended_at: now };
    }
  }
}

interface FailedPoll {
  readonly reason: FetchFailure | 'held';
  readonly message: string;
  readonly nextPollAt: Date;
}

const failedState = ({ reason, message, nextPollAt }: FailedPoll): FeedState => ({
  ...{ last_error: shownMessage(message), last_failure: reason, next_poll_at: nextPollAt },
});

const goneState = ({ goneSince, gonePolls }: GoneClaim): FeedState => ({
  gone_since: goneSince,
  gone_polls: gonePolls,
});

type RespondedPoll = Extract<PollSettlement, { kind: 'document' | 'unchanged' }>;

function stateAfterResponse({ memory, address }: RespondedPoll, plan: PollPlan, now: Date): FeedState {
  return {
    last_succeeded_at: now,
    failures: 0,
    last_error: null,
    last_failure: null,
    ...goneState(neverGone),
    next_poll_at: plan.nextPollAt,
    interval_seconds: plan.intervalSeconds,
    items_per_hour: plan.itemsPerHour,
    usual_gap_seconds: plan.usualGapSeconds,
    ...(plan.isOutrun ? { outrun_at: now } : {}),
    etag: memory.etag,
    last_modified: memory.lastModified,
    validators_from: memory.validatorsFrom,
    document_hash: memory.documentHash,
    redirected_to: address.redirectedTo,
    redirecting_to: address.redirectingTo,
    redirect_polls: address.redirectPolls,
    redirect_since: address.redirectSince,
  };
}

/** What an unchanged document holds is still served, so it is still known: noted once a day. */
async function noteStillServed(tx: Queryable, feedId: number, now: Date): Promise<void> {
  await tx.execute(
    `WITH feed AS (SELECT keys_seen_at FROM feeds WHERE id = $1 AND keys_seen_at < $2::timestamptz - interval '1 day'),
     noted AS (UPDATE article_identities SET last_seen_at = $2 FROM feed WHERE last_seen_at = feed.keys_seen_at)
     UPDATE feeds SET keys_seen_at = $2 FROM feed WHERE id = $1`,
    [feedId, now],
  );
}

/** A message may quote what a stranger's document holds. */
const shownMessage = (message: string): string => storable(message.slice(0, 1000));
