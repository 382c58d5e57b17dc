import { Command } from 'commander';
import type { ExplainedFigure } from '../domain/figures/figure.ts';
import { readFigures } from '../domain/figures/reading.ts';
import { readArticles } from './articleLines.ts';
import { writeLine } from './jsonLines.ts';

interface Options {
  readonly articles: string;
  readonly explain: boolean;
}

export const figuresCommand = (): Command =>
  new Command('figures')
    .option('--articles <file>', 'the articles; - for standard input', '-')
    .option('--explain', 'name the rules that produced each figure', false)
    .action(figures);

async function figures({ articles, explain }: Options): Promise<void> {
  for await (const { id, readable } of readArticles(articles)) {
    const reading = readFigures(readable);
    const shown = reading.figures.map((figure) => shownFigure(figure, explain));
    await writeLine({ id, figures: shown, totals: reading.totals });
  }
}

/** What only the ledger reads of a figure is not shown. */
const shownFigure = (
  { rules, isStale: _isStale, isDayInferred: _isDayInferred, ...figure }: ExplainedFigure,
  explain: boolean,
) => (explain ? { ...figure, rules } : figure);
