import { type FigureKind, figureKinds } from '../../../domain/figures/figure.ts';
import { timeWritten } from '../../../domain/schedules/writtenTime.ts';
import type { MuteEnd } from '../../../domain/stories/mute.ts';
import type { Correction, StatedByDesk } from '../../../domain/stories/storyEdit.ts';
import type { ReadStory } from '../../../ports/storyPageReadings.ts';

export type Fields = Readonly<Record<string, string>>;

/** The name of a fault in the words of stories. */
type Fault = { readonly fault: 'wrong time' | 'no amount' | 'wrong number' | 'no source' };

export const figureIn = (text: string | undefined): FigureKind | null =>
  figureKinds.find((kind) => kind === text) ?? null;

/** A whole number, perhaps with its thousands grouped; null: it is none. */
export function wholeNumber(text: string): number | null {
  const digits = text.replace(/[\s,.']/g, '');
  return /^\d{1,12}$/.test(digits) ? Number(digits) : null;
}

/** Until when a story is to be muted, as the form says it. */
export function muteEndIn(fields: Fields, timezone: string, now: Date): MuteEnd | Fault {
  if (fields.until === 'never') return { kind: 'never' };
  if (fields.until === 'move') {
    const [figure, amount] = [figureIn(fields.figure), wholeNumber(fields.by ?? '')];
    if (figure === null || amount === null) return { fault: 'no amount' };
    return { kind: 'move', figure, by: fields.unit === 'count' ? { count: amount } : { percent: amount } };
  }
  const until = timeWritten(fields.time ?? '', timezone, now, 'next');
  return until === null ? { fault: 'wrong time' } : { kind: 'time', until };
}

/** What the ledger is to strike out and to state, as the form says it. */
export function correctionIn(fields: Fields, story: ReadStory): Correction | Fault {
  const claim = story.claims.find(({ claimId }) => String(claimId) === fields.claim);
  const strike =
    claim === undefined
      ? null
      : {
          ...{ min: claim.min, max: claim.max, attribution: claim.attribution },
          authority: { key: claim.authority, rank: claim.rank },
        };
  const state = stateIn(fields);
  if (state !== null && 'fault' in state) return state;
  return { figure: claim?.figure ?? figureIn(fields.figure) ?? 'killed', strike, state };
}

function stateIn({ count = '', attribution = '', source = '' }: Fields): StatedByDesk | Fault | null {
  if (count === '') return null;
  const stated = wholeNumber(count);
  if (stated === null) return { fault: 'wrong number' };
  return attribution === '' || source === ''
    ? { fault: 'no source' }
    : { min: stated, max: stated, attribution, source };
}

/** The reports whose boxes are ticked. */
export const articlesIn = (fields: Fields): readonly number[] =>
  Object.keys(fields).flatMap((name) => {
    const [, id] = /^article-(\d{1,15})$/.exec(name) ?? [];
    return id === undefined ? [] : [Number(id)];
  });
