import { Command } from 'commander';
import { type FigureKind, figureKinds } from '../domain/figures/figure.ts';
import { readFigures } from '../domain/figures/reading.ts';
import { claimsOf } from '../domain/ledger/claimsOf.ts';
import { boundsOf, emptyLedger, enter, headlineOf, type Ledger, type Move } from '../domain/ledger/ledger.ts';
import { ArticleStream } from '../domain/stories/articleStream.ts';
import { shapeOf } from '../domain/stories/storyDesk.ts';
import { type ArticleLine, readArticles } from './articleLines.ts';
import { writeLine } from './jsonLines.ts';

export const ledgerCommand = (): Command =>
  new Command('ledger')
    .description(
      'Keeps the ledger of each story over articles (JSON Lines, in time order): what it says, and what moved.',
    )
    .option('--articles <file>', 'the articles; - is standard input', '-')
    .action(ledger);

/** Ledgers are kept of so many stories, those that were written to last. */
const mostLedgers = 50_000;

async function ledger({ articles }: { readonly articles: string }): Promise<void> {
  const stream = new ArticleStream();
  const ledgers = new Map<number, Ledger>();
  let clock = new Date(0);
  let number = 0;
  for await (const line of readArticles(articles)) {
    clock = line.publishedAt ?? clock;
    const { storyId } = stream.place(shapeOf(line.words), line.publishedAt);
    const { articleId, claims } = claimed(line, `line ${++number}`, clock);
    const entered = enter(ledgers.get(storyId) ?? emptyLedger, articleId, claims);
    remember(ledgers, storyId, entered.ledger);
    const headline = headlinesOf(entered.ledger);
    await writeLine({ id: line.id, story: storyId, headline, moves: entered.moves.map(shownMove) });
  }
}

/** An article without an id is itself alone; one without a date is as old as the line before. */
function claimed({ id, words, readable }: ArticleLine, lineName: string, publishedAt: Date) {
  const articleId = id === null ? lineName : String(id);
  const { figures, totals } = readFigures(readable);
  const publishedOn = (readable.publishedISO ?? publishedAt.toISOString()).slice(0, 10);
  const { title, body, outlet } = words;
  const article = { articleId, outlet: outlet.name, title, body, publishedAt, publishedOn };
  return { articleId, claims: claimsOf(article, figures, totals) };
}

function remember(ledgers: Map<number, Ledger>, storyId: number, kept: Ledger): void {
  ledgers.delete(storyId);
  ledgers.set(storyId, kept);
  if (ledgers.size <= mostLedgers) return;
  const [oldest] = ledgers.keys();
  if (oldest !== undefined) ledgers.delete(oldest);
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
  asOf: claim?.asOf.toISOString() ?? null,
  quote: claim?.quote ?? null,
});
