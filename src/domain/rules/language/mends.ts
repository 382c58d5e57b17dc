import type { QueryFinding } from './finding.ts';
import { parseQuery, type Vocabulary } from './parser.ts';

/** What may stand at the place of a finding: a field with its colon, or all up to the next space or bracket. */
const replaced = [/^[\p{L}_-]+:/u, /^[^\s()]+/];

/** A suggestion that can stand in a query; others are advice, or examples of something else. */
const isOfLanguage = /^(?:NOT )?\S+$/;

/**
 * Whole queries that put a finding right, as its suggestion says, each of which can be read; none where the suggestion is advice in
 * words, or there is another fault besides. Mixed AND and OR have one for each reading.
 */
export function mendsOf(query: string, finding: QueryFinding, vocabulary: Vocabulary): readonly string[] {
  const mended = [...suggested(query, finding), ...closed(query, finding)].filter(
    (each) => each !== query && parseQuery(each, vocabulary).kind === 'query',
  );
  return [...new Set(mended)];
}

function suggested(query: string, { column, suggestion }: QueryFinding): readonly string[] {
  if (suggestion === null) return [];
  const readings = suggestion.split('   or   ');
  if (readings.length > 1) return readings.flatMap((reading) => inBrackets(query, column - 1, reading));
  if (!isOfLanguage.test(suggestion)) return [];
  const [before, rest] = [query.slice(0, column - 1), query.slice(column - 1)];
  return replaced.flatMap((pattern) => (pattern.test(rest) ? [before + rest.replace(pattern, () => suggestion)] : []));
}

/** In place of the level that the finding is in: the whole query, or what stands in the brackets around it. */
function inBrackets(query: string, at: number, reading: string): readonly string[] {
  const open: number[] = [];
  for (let place = 0; place < at; place++) {
    if (query.charAt(place) === '(') open.push(place);
    if (query.charAt(place) === ')') open.pop();
  }
  const from = open.at(-1);
  if (from === undefined) return [reading];
  const to = closingOf(query, from);
  return to === null ? [] : [`${query.slice(0, from + 1)}${reading}${query.slice(to)}`];
}

function closingOf(query: string, open: number): number | null {
  let depth = 0;
  for (let place = open; place < query.length; place++) {
    if (query.charAt(place) === '(') depth++;
    if (query.charAt(place) === ')' && --depth === 0) return place;
  }
  return null;
}

const closed = (query: string, { message }: QueryFinding): readonly string[] =>
  message.endsWith('is never closed') ? [`${query.trimEnd()})`, `${query.trimEnd()}"`] : [];
