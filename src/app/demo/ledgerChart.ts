import { type FigureKind, figureKinds } from '../../domain/figures/figure.ts';
import { boundsInWords } from '../../domain/ledger/boundsInWords.ts';
import type { LedgerMove, MovedLedger } from '../../ports/consoleStore.ts';

const barWidth = 32;

/** A ledger as text: for each kind that moved more than once, a bar for each change, and who said so. */
export function ledgerChart({ title, reports, moves }: MovedLedger): string {
  const kinds = figureKinds.filter((kind) => movesOf(moves, kind).length > 1);
  const charts = kinds.map((kind) => [kind, ...barsOf(movesOf(moves, kind))].join('\n'));
  return [`The ledger of "${title}" (${reports} reports):`, ...charts].join('\n\n');
}

const movesOf = (moves: readonly LedgerMove[], kind: FigureKind): readonly LedgerMove[] =>
  moves.filter(({ figure }) => figure === kind);

function barsOf(moves: readonly LedgerMove[]): readonly string[] {
  const most = Math.max(1, ...moves.map(({ to }) => to?.min ?? 0));
  return moves.map(({ movedAt, to, attribution, outlet }) => {
    const bar = '█'.repeat(Math.ceil(((to?.min ?? 0) / most) * barWidth));
    const when = movedAt.toISOString().slice(5, 16).replace('T', ' ');
    return `  ${when} ${boundsInWords(to).padStart(14)} ${bar.padEnd(barWidth)} ${attribution ?? outlet ?? ''}`.trimEnd();
  });
}
