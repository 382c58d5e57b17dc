import type { Bounds } from '../../ledger/claim.ts';
import { stemOf } from '../inflection/stems.ts';
import type { FigureCondition, LedgerCondition, Node } from '../language/syntax.ts';
import type { MatchInput } from '../rule.ts';
import type { Span, TextField } from '../span.ts';
import type { Probe } from './probe.ts';

/** How near the article came to a clause that failed, in words; null where the clause's own clauses say it. */
export function nearestMiss(node: Node, found: Probe): string | null {
  const { input } = found;
  switch (node.kind) {
    case 'word':
      return missedWord(node, found);
    case 'phrase':
      return missedPhrase(node, found);
    case 'concept':
      return elsewhere(node, found) ?? 'none of its terms is there';
    case 'near':
      return missedNear(node, found);
    case 'not':
      return node.child.kind === 'ledger'
        ? changeWords(node.child, found)
        : `${quotedSpans(found.of(node.child).spans, input)} is there`;
    case 'of': {
      const held = node.children.filter((child) => found.of(child).holds).length;
      return `${held} of ${node.children.length} found, ${node.least} needed`;
    }
    case 'score': {
      const held = node.terms.filter((term) => found.of(term.node).holds);
      return `the weights reach ${held.reduce((sum, { weight }) => sum + weight, 0)} of ${node.least}`;
    }
    case 'lang':
      return input.lang === null ? 'the language of the article is not known' : `the article is in ${input.lang}`;
    case 'source':
      return `the outlet is ${outletWords(input)}`;
    case 'figure':
      return missedFigure(node, input);
    case 'ledger':
      return changeWords(node, found);
    default:
      return null;
  }
}

function outletWords({ outlet: { name, domain }, feedName }: MatchInput): string {
  const outlet = [name, domain].filter((part) => part).join(', ') || 'not known';
  return feedName === undefined || feedName === name ? outlet : `${outlet}, from the feed ${feedName}`;
}

type Word = Extract<Node, { kind: 'word' }>;

function missedWord(word: Word, found: Probe): string {
  return elsewhere(word, found) ?? lookalike(word, found) ?? missing(word, found);
}

function missing({ text, mode }: Word, { words }: Probe): string {
  const near = mode === 'prefix' ? undefined : words.closestTo(text);
  const closest = near === undefined ? '' : `; the closest word is "${near.exact}"`;
  return `no form of "${text}" is there${closest}`;
}

/** The same in the field that the clause does not look at. */
function elsewhere(node: Node, found: Probe): string | null {
  const field = found.fieldOf(node);
  if (field === null) return null;
  const other: TextField = field === 'title' ? 'body' : 'title';
  const { spans } = found.anywhere(node);
  return spans.length === 0 ? null : `${quotedSpans(spans, found.input)} is in the ${other} only`;
}

/** A word of the same stem, or of other letters after `=`, which the clause does not mean. */
function lookalike({ text, mode }: Word, { words }: Probe): string | null {
  if (mode === 'prefix' || mode === 'stem') return null;
  if (mode === 'exact') {
    const near = words.ofLetters(text);
    return near === undefined ? null : `"${near.exact}" is there, but = asks for "${text}" to the letter`;
  }
  const stem = stemOf(text);
  const near = stem === null ? undefined : words.ofStem(stem);
  return near === undefined ? null : `"${near.exact}" is there, which only ${text}~ would find`;
}

function missedPhrase(phrase: Extract<Node, { kind: 'phrase' }>, found: Probe): string {
  const words = found.wordsOf(phrase);
  const missing = phrase.words.filter((_, index) => words[index] !== undefined && !found.of(words[index]).holds);
  if (missing.length === 0) return elsewhere(phrase, found) ?? 'its words are there, but not in a row';
  return `no form of ${missing.map((word) => `"${word}"`).join(' and ')} is there`;
}

function missedNear(node: Extract<Node, { kind: 'near' }>, found: Probe): string {
  const { input } = found;
  const [left, right] = [found.of(node.left).spans, found.of(node.right).spans];
  if (left.length === 0 && right.length === 0) return 'neither side is there';
  if (left.length === 0) return `${quotedSpans(right, input)} is there, the left side is not`;
  if (right.length === 0) return `${quotedSpans(left, input)} is there, the right side is not`;
  const gap = nearestGap(left, right, found, node.ordered);
  if (gap !== null) return `${gap.between} words lie between ${gap.words}, at most ${node.distance} may`;
  const isTurned = node.ordered && nearestGap(right, left, found, true) !== null;
  const [first, second] = [quotedSpans(left, input), quotedSpans(right, input)];
  return isTurned ? `${first} comes only after ${second}` : `${first} and ${second} are in different fields`;
}

interface Gap {
  readonly between: number;
  readonly words: string;
}

/** The two places that lie nearest in one field, and how many words are between them. */
function nearestGap(
  left: readonly Span[],
  right: readonly Span[],
  { words, input }: Probe,
  isOrdered: boolean,
): Gap | null {
  let best: Gap | null = null;
  for (const a of left) {
    for (const b of right) {
      const [one, two] = a[1] <= b[1] || isOrdered ? [a, b] : [b, a];
      if (one[0] !== two[0] || two[1] < one[2]) continue;
      const starts = words.startsIn(one[0]);
      const between = firstFrom(starts, two[1]) - firstFrom(starts, one[2]);
      if (best === null || between < best.between)
        best = { between, words: `${quoted(one, input)} and ${quoted(two, input)}` };
    }
  }
  return best;
}

/** How many of the starts lie before the offset. */
function firstFrom(starts: readonly number[], offset: number): number {
  let low = 0;
  let high = starts.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((starts[middle] ?? 0) < offset) low = middle + 1;
    else high = middle;
  }
  return low;
}

function missedFigure({ figure }: FigureCondition, { figures }: MatchInput): string {
  const stated = figures.filter(({ kind }) => kind === figure).map(({ min }) => min);
  return stated.length === 0
    ? `no figure of ${figure} is stated`
    : `${figure} is stated as ${[...new Set(stated)].join(', ')}`;
}

/** What the story's ledger says of the kind, beside what it said before. */
function changeWords({ figure }: LedgerCondition, { changes }: Probe): string {
  const change = changes.find(({ kind }) => kind === figure);
  if (change === undefined) return `the story's ledger says of ${figure} what it said before`;
  const [from, to] = [change.from, change.to].map((bounds) => (bounds === null ? 'nothing' : shownBounds(bounds)));
  return `the story's ledger says of ${figure} ${to}, and said ${from} before`;
}

const shownBounds = ({ min, max }: Bounds): string =>
  max === min ? String(min) : max === null ? `${min} or more` : `${min} to ${max}`;

const quoted = ([field, start, end]: Span, input: MatchInput): string => `"${input[field].slice(start, end)}"`;

/** The first place of several. */
function quotedSpans(spans: readonly Span[], input: MatchInput): string {
  const [first] = spans;
  return first === undefined ? 'what it excludes' : quoted(first, input);
}
