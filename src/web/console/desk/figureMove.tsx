import { sameValue } from '../../../domain/configuration/changes.ts';
import { boundsInWords } from '../../../domain/ledger/boundsInWords.ts';
import type { DeskMove } from '../../../ports/deskReadings.ts';
import type { Words } from '../words/words.ts';

export type Direction = 'first' | 'rise' | 'fall' | 'correction' | 'withdrawn';

/** Which way a figure went. What an authority or the desk takes back is a correction, whichever way it goes. */
export function directionOf({ from, to, isCorrection }: Pick<DeskMove, 'from' | 'to' | 'isCorrection'>): Direction {
  if (to === null) return 'withdrawn';
  if (from === null) return 'first';
  if (isCorrection) return 'correction';
  return to.min >= from.min ? 'rise' : 'fall';
}

const signs: Readonly<Record<Direction, string>> = {
  ...{ first: '●', rise: '▲', fall: '▼', correction: '↩', withdrawn: '↩' },
};

/** `▲ killed 44 → 164`, with the direction in words for whoever hears it. */
export const FigureMove = ({
  move,
  words,
}: {
  readonly move: Pick<DeskMove, 'figure' | 'from' | 'to' | 'isCorrection'>;
  readonly words: Words;
}) => {
  const direction = directionOf(move);
  const said = direction === 'first' ? words.desk.firstFigure : words.desk[direction];
  return (
    <span class={direction === 'rise' ? 'move up' : 'move'}>
      <span class="sign" aria-hidden="true">
        {signs[direction]}
      </span>
      <span class="aside">{`${said}: `}</span>
      {move.figure}{' '}
      <b>
        {move.from === null ? '' : `${boundsInWords(move.from)} → `}
        {boundsInWords(move.to)}
      </b>
    </span>
  );
};

/** The moves of each figure as one, from what was said first to what is said last; from what was said in between, where that is the same. */
export function joined(moves: readonly DeskMove[]): readonly DeskMove[] {
  const byFigure = new Map<string, DeskMove>();
  for (const move of moves) {
    const earlier = byFigure.get(move.figure);
    const isBack = earlier === undefined || sameValue(earlier.from, move.to);
    byFigure.set(move.figure, isBack ? move : { ...move, from: earlier.from });
  }
  return [...byFigure.values()];
}
