import type { FigureKind } from '../../../domain/figures/figure.ts';
import type { MuteEnd, StoryMute } from '../../../domain/stories/mute.ts';

export interface MuteRow {
  readonly setAt: Date;
  readonly setBy: string;
  readonly reason: string;
  readonly until: Date | null;
  readonly figure: FigureKind | null;
  readonly byPercent: number | null;
  readonly byCount: number | null;
  readonly base: number | null;
}

/** The columns of a `MuteRow`, of `story_mutes AS u`. */
export const muteColumns = `u.set_at AS "setAt", u.set_by AS "setBy", u.reason, u.until, u.kind AS figure, u.by_percent AS "byPercent",
  u.by_count AS "byCount", u.base`;

/** Whether the mute `u` holds at an instant, a parameter of the statement: no more than one of a story does (SQL). */
export const muteIsOn = (now: string): string => `u.ended_at IS NULL AND (u.until IS NULL OR u.until > ${now})`;

export const muteOf = ({ setAt, setBy, reason, base, ...row }: MuteRow): StoryMute => ({
  ...{ setAt, setBy, reason, base },
  end: endOf(row),
});

function endOf({
  until,
  figure,
  byPercent,
  byCount,
}: Pick<MuteRow, 'until' | 'figure' | 'byPercent' | 'byCount'>): MuteEnd {
  if (figure !== null && byPercent !== null) return { kind: 'move', figure, by: { percent: byPercent } };
  if (figure !== null && byCount !== null) return { kind: 'move', figure, by: { count: byCount } };
  return until === null ? { kind: 'never' } : { kind: 'time', until };
}
