import type { QueryFinding } from './finding.ts';
import { placeOfFinding } from './findingPlace.ts';
import { readableTokens } from './lexer.ts';
import type { Place } from './syntax.ts';

/** A change of the text that takes a finding away: `insert` in the place of what stands there. */
export interface Mend extends Place {
  readonly insert: string;
  /** What the button says. */
  readonly label: string;
}

/** What would be found in a text after a change. */
export type FindIn = (text: string) => readonly QueryFinding[];

/**
 * The suggestion of a finding as changes that can be made at a click. Each was tried: after it the finding is gone and
 * nothing before it is wrong. Suggestions that only advise give none.
 */
export function mendsOf(text: string, finding: QueryFinding, findIn: FindIn): readonly Mend[] {
  const { suggestion } = finding;
  if (suggestion === null) return [];
  const wanted = [
    ...readings(text, finding, suggestion),
    ...closings(text, finding),
    ...words(text, finding, suggestion),
  ];
  const labels = new Set<string>();
  return wanted.filter((mend) => {
    if (labels.has(mend.label) || !isMended(text, finding, mend, findIn)) return false;
    labels.add(mend.label);
    return true;
  });
}

export const mended = (text: string, { from, to, insert }: Mend): string =>
  text.slice(0, from) + insert + text.slice(to);

function isMended(text: string, finding: QueryFinding, mend: Mend, findIn: FindIn): boolean {
  const left = findIn(mended(text, mend));
  const isLeft = left.some(({ message, column }) => message === finding.message && column === finding.column);
  return !isLeft && left.every(({ severity, column }) => severity !== 'error' || column > finding.column);
}

const between = '   or   ';

/** AND and OR at one level: the level is the whole text, or the innermost brackets around the place. */
function readings(text: string, { column, message }: QueryFinding, suggestion: string): readonly Mend[] {
  if (!message.startsWith('AND and OR')) return [];
  const level = bracketsAround(text, column - 1) ?? { from: 0, to: text.length };
  return suggestion.split(between).map((reading) => ({ ...level, insert: reading, label: reading }));
}

/** What stands inside the innermost brackets around a place; null: there are none. */
function bracketsAround(text: string, at: number): Place | null {
  const open: number[] = [];
  for (const token of readableTokens(text)) {
    if (token.kind === '(' && token.from < at) open.push(token.to);
    if (token.kind !== ')') continue;
    const from = open.pop();
    if (token.from > at && from !== undefined && from <= at) return { from, to: token.from };
  }
  return null;
}

function closings(text: string, { message, column }: QueryFinding): readonly Mend[] {
  const end = text.trimEnd().length;
  const at = { from: end, to: text.length };
  if (message.startsWith('this quote is never')) return [{ ...at, insert: '"', label: 'close the quote at the end' }];
  if (message.startsWith('this bracket is never'))
    return [{ ...at, insert: ')', label: 'close the bracket at the end' }];
  if (!message.startsWith('this bracket closes no')) return [];
  return [{ from: column - 1, to: column, insert: '', label: 'take the bracket out' }];
}

/** One word of the language in the place of another: `AND`, `title:`, `@csto`, `killed`, `NEAR/5`, `lang:ru`. */
function words(text: string, finding: QueryFinding, suggestion: string): readonly Mend[] {
  const place = placeOfFinding(text, finding);
  const written = text.slice(place.from, place.to);
  const condition = /^(?:rise|fall|changed)\(\w+\)(?: >= \d+%?)?/.exec(suggestion)?.[0];
  if (condition === suggestion) {
    const whole = /^\p{L}+\s*(?:\([^()]*\))?(?:\s*[<>=!]+\s*\d+%?)?/u.exec(text.slice(place.from))?.[0] ?? written;
    return [{ from: place.from, to: place.from + whole.length, insert: suggestion, label: suggestion }];
  }
  const isWord = /^@?[\p{L}\p{N}_/-]+:?$/u.test(suggestion);
  const isNegated = suggestion.startsWith('NOT ') && written === `!${suggestion.slice(4)}`;
  if (!isWord && !isNegated) return [];
  const lang = /^lang:\s*/i.exec(text.slice(place.from))?.[0];
  if (lang !== undefined && !suggestion.endsWith(':')) {
    const value = /^[^\s()]+/.exec(text.slice(place.from + lang.length))?.[0] ?? '';
    const to = place.from + lang.length + value.length;
    return [{ from: place.from, to, insert: `lang:${suggestion}`, label: `lang:${suggestion}` }];
  }
  return [{ ...place, insert: suggestion, label: suggestion }];
}
