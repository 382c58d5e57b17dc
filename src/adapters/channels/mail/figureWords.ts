import { isMoved, type ShownFigure, type StoryGroup } from '../../../domain/digests/storyGroups.ts';
import { boundsInWords } from '../../../domain/ledger/boundsInWords.ts';
import type { DenialFact } from '../../../domain/stories/advanceStory.ts';
import { lineOf } from './hostileText.ts';
import { dayIn, originWords } from './mailWords.ts';

/** What a message says of a figure: `killed 26 → 164`, who says so, since when, and the words it was said in. */
export interface FigureLine {
  readonly isMoved: boolean;
  readonly figure: string;
  /** `Health Ministry, Sunday 9 Jan`; `unchanged since Thursday 6 Jan` where it did not move. */
  readonly source: string;
  readonly quote: string | null;
  /** ` (from the article’s page)`, or empty. */
  readonly origin: string;
}

/** What moved first, then what stands. */
export const figureLines = ({ figures }: StoryGroup, timezone: string): readonly FigureLine[] =>
  [...figures.filter(isMoved), ...figures.filter((figure) => !isMoved(figure))].map((figure) =>
    figureLine(figure, timezone),
  );

function figureLine(figure: ShownFigure, timezone: string): FigureLine {
  return {
    isMoved: isMoved(figure),
    figure: figureWords(figure),
    source: sourceWords(figure, timezone),
    quote: figure.quote === null ? null : lineOf(figure.quote),
    origin: originWords(figure),
  };
}

/** `killed 26 → 164`, `killed 8` for a first claim, `injured 748` for what stands. */
export function figureWords({ kind, steps }: Pick<ShownFigure, 'kind' | 'steps'>): string {
  const claimed = steps[0] === null ? steps.slice(1) : steps;
  return `${kind} ${claimed.map(boundsInWords).join(' → ')}`;
}

function sourceWords(figure: ShownFigure, timezone: string): string {
  const { attribution, outlet, asOf, isComputed, others } = figure;
  const day = asOf === null ? null : dayIn(asOf, timezone);
  const speaker = attribution ?? outlet;
  const about = [
    ...(speaker === null ? [] : [lineOf(speaker)]),
    ...(day === null ? [] : [isMoved(figure) ? day : `unchanged since ${day}`]),
    ...(isComputed ? ['added up by Tocsin'] : []),
  ];
  const contradictions = others.map(
    (other) => `${lineOf(other.attribution ?? other.outlet)} says ${boundsInWords(other)}`,
  );
  return [about.join(', '), ...contradictions].join('; ');
}

/** `denied: 164 killed (Health Ministry)`. */
export function denialWords({ figure, min, max, attribution }: DenialFact): string {
  const by = attribution === null ? '' : ` (${lineOf(attribution)})`;
  return `denied: ${boundsInWords({ min, max })} ${figure}${by}`;
}

export const termsWords = (terms: readonly string[]): string => `new in this story: ${terms.map(lineOf).join(', ')}`;
