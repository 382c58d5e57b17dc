import type { FeedPause } from '../../../domain/feeds/feedPause.ts';

/** A pause as JSON gives it. */
export interface PauseJson extends Omit<FeedPause, 'pausedAt' | 'endsAt'> {
  readonly pausedAt: string;
  readonly endsAt: string | null;
}

/** The pause of a feed (SQL); null where it has none. */
export const pauseOf = (feed: string): string =>
  `CASE WHEN ${feed}.paused_at IS NOT NULL THEN json_build_object('pausedAt', ${feed}.paused_at, 'by', coalesce(${feed}.paused_by, ''),
     'endsAt', ${feed}.paused_until, 'why', coalesce(${feed}.pause_why, '')) END`;

export const pauseFrom = (json: PauseJson | null): FeedPause | null =>
  json === null
    ? null
    : { ...json, pausedAt: new Date(json.pausedAt), endsAt: json.endsAt === null ? null : new Date(json.endsAt) };
