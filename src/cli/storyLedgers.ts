import { type Reading, statedOf } from '../domain/figures/figure.ts';
import { claimsOf } from '../domain/ledger/claimsOf.ts';
import { emptyLedger, enter, type Ledger, type Move } from '../domain/ledger/ledger.ts';
import { outletClock } from '../domain/ledger/outletClock.ts';
import { ArticleStream } from '../domain/stories/articleStream.ts';
import { RecentStories } from '../domain/stories/recentStories.ts';
import { shapeOf } from '../domain/stories/storyDesk.ts';
import { type ArticleLine, copyTextOf } from './articleLines.ts';

/** What became of an article in its story. */
export interface Entered {
  readonly storyId: number;
  /** What the story's ledger says now. */
  readonly ledger: Ledger;
  readonly moves: readonly Move[];
}

/** The stories of the articles of one run, each with its ledger. Lines come in the order of time. */
export interface StoryLedgers {
  enter(line: ArticleLine, reading: Reading): Entered;
}

/** Ledgers are kept of so many stories. */
const mostLedgers = 50_000;

export function createStoryLedgers(): StoryLedgers {
  const stream = new ArticleStream();
  const ledgers = new RecentStories<Ledger>(mostLedgers);
  let clock = new Date(0);
  let number = 0;
  return {
    enter(line, reading) {
      clock = line.publishedAt ?? clock;
      const { storyId } = stream.place(
        shapeOf(line.words, statedOf(reading.figures)),
        line.publishedAt,
        copyTextOf(line),
      );
      const { articleId, claims } = claimed(line, reading, `line ${++number}`, clock);
      const entered = enter(ledgers.get(storyId) ?? emptyLedger, articleId, claims);
      ledgers.set(storyId, entered.ledger);
      return { storyId, ...entered };
    },
  };
}

/** An article without an id is itself alone; one without a date is as old as the line before. */
function claimed(
  { id, words, readable }: ArticleLine,
  { figures, totals }: Reading,
  lineName: string,
  publishedAt: Date,
) {
  const articleId = id === null ? lineName : String(id);
  const { title, body, outlet } = words;
  const clock = outletClock(readable.publishedISO, publishedAt);
  const article = { articleId, outlet: outlet.name, title, body, publishedAt, ...clock };
  return { articleId, claims: claimsOf(article, figures, totals) };
}
