import { type FromPage, pageMark } from '../articles/article.ts';
import type { Figure, FigureKind } from '../figures/figure.ts';
import { type Bounds, type Claim, shownAsOf } from '../ledger/claim.ts';
import { emptyLedger, enter, type Ledger, type Move } from '../ledger/ledger.ts';
import { isDecidedBy } from '../rules/residue.ts';
import type { RuleMatch } from '../rules/rule.ts';

/** What is kept of a story between its articles. */
export interface StoryState {
  readonly ledger: Ledger;
  /** Rules that have matched it, each with those of its terms and concepts that it has shown. */
  readonly shown: ReadonlyMap<string, readonly string[]>;
}

export const newStory: StoryState = { ledger: emptyLedger, shown: new Map() };

/** What the text of an article says, before its story is asked. */
export interface StoryArticle {
  readonly articleId: number;
  readonly matches: readonly RuleMatch[];
  readonly figures: readonly Figure[];
  readonly claims: readonly Claim[];
  /** Where the text of its page begins in its body, if it was read. */
  readonly pageStart?: number | undefined;
}

/** Something that a story had not shown before, as plain data: it is kept as JSON, and copied into what is told. */
export type Fact = MoveFact | DenialFact | TermFact;

/** The ledger says something else of a kind now. */
export interface MoveFact extends FromPage {
  readonly kind: 'move';
  readonly figure: FigureKind;
  /** Null: nobody had claimed anything before. */
  readonly from: Bounds | null;
  /** Null: the claim was withdrawn, and none is left. */
  readonly to: Bounds | null;
  readonly attribution: string | null;
  /** The outlet of the claim that stands now; null where none does. */
  readonly outlet: string | null;
  /** A calendar date where the article states the day, else an instant, ISO 8601. */
  readonly asOf: string | null;
  readonly quote: string | null;
}

export const isMove = (fact: Fact): fact is MoveFact => fact.kind === 'move';

/** Somebody says that a count is not so. */
export interface DenialFact extends Bounds, FromPage {
  readonly kind: 'denial';
  readonly figure: FigureKind;
  readonly attribution: string | null;
  readonly quote: string;
}

/** The first time that the story shows a term or concept of a rule that had matched it before. */
export interface TermFact {
  readonly kind: 'term';
  readonly ruleId: string;
  readonly term: string;
}

export interface Advanced {
  /** As they stand in the ledger. */
  readonly claims: readonly Claim[];
  readonly state: StoryState;
  /** Those that hold, the ledger's conditions included. */
  readonly matches: readonly RuleMatch[];
  readonly facts: readonly Fact[];
}

/** Enters an article into its story: what the ledger says now, which matches hold by it, and what is new. */
export function advanceStory(state: StoryState, article: StoryArticle): Advanced {
  const claims = article.claims.map((claim) => repeated(claim, state.ledger) ?? claim);
  const { ledger, moves } = enter(state.ledger, String(article.articleId), claims);
  const moved = moves.map(moveFact);
  const matches = article.matches.filter((match) => holdsBy(match, moved));
  const denied = article.figures.filter(({ status }) => status === 'denied');
  return {
    claims,
    state: { ledger, shown: shownWith(state.shown, matches) },
    matches,
    facts: [
      ...moved,
      ...denialFacts(denied, article.pageStart),
      ...matches.flatMap((match) => termFacts(state.shown, match)),
    ],
  };
}

/** What a changed article says as it did before is no later word. */
const repeated = (claim: Claim, { claims }: Ledger): Claim | undefined =>
  claims.find(
    (each) =>
      each.articleId === claim.articleId &&
      each.kind === claim.kind &&
      each.isDenial === claim.isDenial &&
      each.authority.key === claim.authority.key &&
      each.min === claim.min &&
      each.max === claim.max,
  );

/** Whether a match holds once the ledger has moved so with the article. */
export const holdsBy = ({ awaits }: RuleMatch, moved: readonly MoveFact[]): boolean =>
  awaits === null ||
  isDecidedBy(
    awaits,
    moved.map(({ figure, from, to }) => ({ kind: figure, from, to })),
  );

export const moveFact = ({ kind, from, to, claim }: Move): MoveFact => ({
  ...{ kind: 'move', figure: kind, from, to },
  attribution: claim?.attribution ?? null,
  outlet: claim?.outlet ?? null,
  asOf: claim && shownAsOf(claim),
  quote: claim?.quote ?? null,
  ...(claim?.textFrom && { textFrom: claim.textFrom }),
});

/** Each count once, however often the article denies it. */
const denialFacts = (denied: readonly Figure[], pageStart: number | undefined): readonly DenialFact[] => [
  ...new Map(
    denied.map((figure) => [`${figure.kind} ${figure.min} ${figure.max}`, denialFact(figure, pageStart)]),
  ).values(),
];

const denialFact = (
  { kind, min, max, attribution, quote, span }: Figure,
  pageStart: number | undefined,
): DenialFact => ({
  ...{ kind: 'denial', figure: kind, min, max, attribution, quote },
  ...pageMark(pageStart, span),
});

/** A rule that opens on the story shows its terms with that; only later ones are facts of their own. */
function termFacts(shown: StoryState['shown'], match: RuleMatch): readonly TermFact[] {
  const before = shown.get(match.ruleId);
  if (before === undefined) return [];
  const fresh = match.shown.filter((term) => !before.includes(term));
  return fresh.map((term) => ({ kind: 'term', ruleId: match.ruleId, term }));
}

function shownWith(shown: StoryState['shown'], matches: readonly RuleMatch[]): StoryState['shown'] {
  const next = new Map(shown);
  for (const match of matches)
    next.set(match.ruleId, [...new Set([...(next.get(match.ruleId) ?? []), ...match.shown])]);
  return next;
}
