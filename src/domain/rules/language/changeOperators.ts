import { type FigureKind, figureKinds } from '../../figures/figure.ts';

export const isFigureKind = (word: string): word is FigureKind => figureKinds.some((kind) => kind === word);

export const moves = ['changed', 'rise', 'fall'] as const;

export type Move = (typeof moves)[number];

/** `changed(`, `rise(` and `fall(` ask the ledger; with a space before the bracket they are words. */
export const moveNamed = (word: string): Move | null => moves.find((move) => move === word) ?? null;
