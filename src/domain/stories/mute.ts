import type { FigureKind } from '../figures/figure.ts';
import type { Bounds } from '../ledger/claim.ts';

/** What ends a mute by itself. */
export type MuteEnd =
  | { readonly kind: 'never' }
  | { readonly kind: 'time'; readonly until: Date }
  /** The ledger's figure of that kind is so far from what it said when the mute was set. */
  | { readonly kind: 'move'; readonly figure: FigureKind; readonly by: MovedBy };

/** A share of what was said, or a count. */
export type MovedBy = { readonly percent: number } | { readonly count: number };

/** A story of which nobody is notified until the end. */
export interface StoryMute {
  readonly end: MuteEnd;
  /** What the ledger said of the figure when it was set; null: nothing. */
  readonly base: number | null;
  readonly setAt: Date;
  readonly setBy: string;
  /** Everybody sees it. */
  readonly reason: string;
}

/** What the ledger says of the kinds that anybody has claimed. */
export type FiguresInForce = readonly (Pick<Bounds, 'min'> & { readonly kind: FigureKind })[];

/** Whether a mute holds at that time, with what the ledger says then. It holds up to its time, and not at it. */
export function muteHolds({ end, base }: Pick<StoryMute, 'end' | 'base'>, figures: FiguresInForce, at: Date): boolean {
  switch (end.kind) {
    case 'never':
      return true;
    case 'time':
      return at < end.until;
    case 'move':
      return !hasMoved(base, figures.find(({ kind }) => kind === end.figure)?.min ?? null, end.by);
  }
}

/** The first figure of a kind has moved by any measure, and so has one that was withdrawn; one that rises from 0 has, by any share. */
function hasMoved(from: number | null, to: number | null, by: MovedBy): boolean {
  if (from === null || to === null) return from !== to;
  const distance = Math.abs(to - from);
  return 'count' in by ? distance >= by.count : distance > 0 && distance * 100 >= from * by.percent;
}

/** How far ahead a mute may end by time, so that nobody forgets one that was mistyped. */
export const longestMuteDays = 366;
