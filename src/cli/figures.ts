import { Command } from 'commander';
import { readFigures } from '../domain/figures/reading.ts';
import { readArticles } from './articleLines.ts';
import { writeLine } from './jsonLines.ts';

interface Options {
  readonly articles: string;
  readonly explain: boolean;
}

export const figuresCommand = (): Command =>
  new Command('figures')
    .option('--articles <file>', 'the articles; - is standard input', '-')
    .option('--explain', 'say for every figure which rules made it', false)
    .action(figures);

async function figures({ articles, explain }: Options): Promise<void> {
  for await (const { id, readable } of readArticles(articles)) {
    const reading = readFigures(readable);
    const shown = explain ? reading.figures : reading.figures.map(({ rules: _rules, ...figure }) => figure);
    await writeLine({ id, figures: shown, totals: reading.totals });
  }
}
