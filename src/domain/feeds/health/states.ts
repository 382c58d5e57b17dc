/** What can be wrong with a feed; the first that holds leads. */
export const troubles = [
  'ended',
  'quarantined',
  'paused',
  'failing',
  'silent',
  'polled too slowly',
  'redirected',
  'flooding',
  'all duplicates',
] as const;
export type Trouble = (typeof troubles)[number];

/** `new`: too little is known of it to tell. */
export type FeedStateName = Trouble | 'new' | 'healthy';

/** With one of these nothing, or nothing of use, comes from a feed: who relies on it is blind there. */
export const blinding: readonly Trouble[] = ['ended', 'quarantined', 'failing', 'silent'];

/** Nothing comes from a feed for now, be it a fault or somebody's wish: what a rule does not see. */
export const sightless: readonly Trouble[] = [...blinding, 'paused'];

/** Something that is wrong with a feed, in words for ops. */
export interface Finding {
  readonly state: Trouble;
  readonly since: Date;
  readonly says: string;
  readonly advice: string;
}

export interface FeedState {
  readonly state: FeedStateName;
  readonly since: Date | null;
  readonly says: string;
  readonly advice: string | null;
}

/** The one state that a feed is shown in. */
export function leadingState(findings: readonly Finding[], isKnown: boolean): FeedState {
  const [first] = [...findings].sort((a, b) => troubles.indexOf(a.state) - troubles.indexOf(b.state));
  if (first !== undefined) return first;
  if (isKnown) return { state: 'healthy', since: null, says: 'brings what it usually does', advice: null };
  return {
    state: 'new',
    since: null,
    says: 'its usual rhythm is not known yet; learning it takes two weeks',
    advice: null,
  };
}
