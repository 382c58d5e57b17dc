import { Command } from 'commander';
import { type FigureKind, figureKinds } from '../domain/figures/figure.ts';
import { readFigures } from '../domain/figures/reading.ts';
import { shownAsOf } from '../domain/ledger/claim.ts';
import { boundsOf, headlineOf, type Ledger, type Move } from '../domain/ledger/ledger.ts';
import { readArticles } from './articleLines.ts';
import { writeLine } from './jsonLines.ts';
import { createStoryLedgers } from './storyLedgers.ts';

export const ledgerCommand = (): Command =>
  new Command('ledger').option('--articles <file>', 'the articles; - for standard input', '-').action(ledger);

async function ledger({ articles }: { readonly articles: string }): Promise<void> {
  const stories = createStoryLedgers();
  for await (const line of readArticles(articles)) {
    const { storyId, ledger: kept, moves } = stories.enter(line, readFigures(line.readable));
    await writeLine({ id: line.id, story: storyId, headline: headlinesOf(kept), moves: moves.map(shownMove) });
  }
}

const headlinesOf = (kept: Ledger) =>
  Object.fromEntries(
    figureKinds.flatMap((kind): (readonly [FigureKind, object])[] => {
      const headline = headlineOf(kept, kind);
      return headline === null ? [] : [[kind, boundsOf(headline)]];
    }),
  );

const shownMove = ({ kind, from, to, claim }: Move) => ({
  ...{ kind, from, to },
  attribution: claim?.attribution ?? null,
  asOf: claim && shownAsOf(claim),
  quote: claim?.quote ?? null,
});
