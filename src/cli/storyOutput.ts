import { figureWords } from '../adapters/channels/mail/figureWords.ts';
import { lineOf } from '../adapters/channels/mail/hostileText.ts';
import type { WholeStory } from '../adapters/store/views/storyViews.ts';
import { counted } from '../domain/basics/wording.ts';
import { boundsInWords } from '../domain/ledger/boundsInWords.ts';
import { boundsOf } from '../domain/ledger/ledger.ts';
import type { LedgerFigure } from '../domain/ledger/view.ts';
import type { ShownEdit, StoryMember, StoryMove, StorySummary } from '../ports/apiViews.ts';
import { dayOrInstant, instant } from '../web/console/shownValues.ts';

/** As `tocsin ledger` writes what a ledger says. */
export const storyLine = ({ id, title, openedAt, lastArticleAt, articles, outlets, ledger }: StorySummary) => ({
  ...{ id, title, openedISO: openedAt.toISOString(), lastISO: lastArticleAt.toISOString(), articles, outlets },
  headline: Object.fromEntries(ledger.map((figure) => [figure.kind, boundsOf(figure)])),
});

export const wholeStoryLine = (story: WholeStory) => ({
  ...storyLine(story),
  mergedInto: story.mergedInto,
  ledger: story.ledger,
  moves: story.moves.map(
    ({ figure, from, to, attribution, outlet, asOf, quote, textFrom, movedAt, articleId, editId }) => ({
      ...{ kind: figure, from, to, attribution, outlet, asOf, quote, ...(textFrom && { textFrom }) },
      ...{ movedISO: movedAt.toISOString(), article: articleId, edit: editId },
    }),
  ),
  members: story.members.map(({ articleId, at, ...member }) => ({
    ...{ article: articleId, ...member, publishedISO: at.toISOString() },
  })),
  rules: Object.fromEntries(story.rules),
  edits: story.edits.map(({ madeAt, appliedAt, ...edit }) => ({
    ...{ ...edit, madeISO: madeAt.toISOString(), appliedISO: appliedAt?.toISOString() ?? null },
  })),
});

/** Two lines: number and title; articles, outlets, and what the ledger says. */
export function shownHead({ id, title, mergedInto, articles, outlets, lastArticleAt, ledger }: StorySummary): string {
  const gone = mergedInto === null ? [] : [`merged into story ${mergedInto}`];
  const says = ledger.length === 0 ? [] : [ledger.map(shownFigure).join(', ')];
  const about = `${counted(articles, 'article')} of ${counted(outlets, 'outlet')}, the last on ${instant(lastArticleAt)}`;
  return `${id}  ${lineOf(title)}\n    ${[about, ...gone, ...says].join('; ')}\n`;
}

const shownFigure = (figure: LedgerFigure): string => figureWords({ kind: figure.kind, steps: [figure] });

export function shownStory(story: WholeStory): string {
  const sections = [
    section('What its ledger states', story.ledger.map(shownLedgerFigure)),
    section('How it changed', story.moves.map(shownMove)),
    section('Articles', story.members.map(shownArticle)),
    section('Rules that match it', [...story.rules].map(shownRule)),
    section('Edits', story.edits.map(shownEdit)),
  ];
  return shownHead(story) + sections.join('');
}

const section = (heading: string, lines: readonly string[]): string =>
  lines.length === 0 ? '' : `\n${heading}\n${lines.map((line) => `  ${line}\n`).join('')}`;

/** Who says it, since when, and who says otherwise. */
function shownLedgerFigure(figure: LedgerFigure): string {
  const { attribution, outlet, asOf, isComputed, sources, others } = figure;
  const words = [
    lineOf(attribution ?? outlet),
    `since ${dayOrInstant(asOf)}`,
    ...(isComputed ? ['added up by Tocsin'] : []),
    ...(sources > 1 ? [counted(sources, 'source')] : []),
  ];
  const otherwise = others.map(
    (source) => `; ${lineOf(source.attribution ?? source.outlet)} says ${boundsInWords(source)}`,
  );
  return `${shownFigure(figure)}: ${words.join(', ')}${otherwise.join('')}`;
}

function shownMove({ figure, from, to, attribution, outlet, quote, movedAt, articleId, editId }: StoryMove): string {
  const by = articleId === null ? `edit ${editId}` : `article ${articleId}`;
  const source = attribution ?? outlet;
  const words = [...(source === null ? [] : [lineOf(source)]), by].join(', ');
  const quoted = quote === null ? '' : `: “${lineOf(quote)}”`;
  return `${instant(movedAt)}  ${figureWords({ kind: figure, steps: [from, to] })} (${words})${quoted}`;
}

const shownArticle = ({ articleId, outlet, title, at, ...member }: StoryMember): string =>
  `${articleId}  ${instant(at)}  ${shownRole(member)}, ${lineOf(outlet)}: ${lineOf(title)}`;

function shownRole({ role, revision, copyOf }: Pick<StoryMember, 'role' | 'revision' | 'copyOf'>): string {
  if (role === 'revision') return `revision ${revision}`;
  return copyOf === null ? role : `copy of ${copyOf}`;
}

const shownRule = ([ruleId, shown]: readonly [string, readonly string[]]): string =>
  shown.length === 0 ? ruleId : `${ruleId}: ${shown.map(lineOf).join(', ')}`;

function shownEdit({ id, kind, storyId, otherId, articles, by, why, madeAt, appliedAt, refused }: ShownEdit): string {
  const what =
    kind === 'merge'
      ? `story ${otherId} into ${storyId}${articles.length === 0 ? '' : `, with articles ${articles.join(', ')}`}`
      : `articles ${articles.join(', ')} out of story ${storyId}${otherId === null ? '' : `, as story ${otherId}`}`;
  const state = refused !== null ? `refused: ${refused}` : appliedAt === null ? 'waiting for the service' : 'applied';
  return `edit ${id}, ${instant(madeAt)} by ${lineOf(by)}: ${what}; ${state} (${lineOf(why)})`;
}
