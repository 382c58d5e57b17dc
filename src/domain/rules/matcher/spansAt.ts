import type { Span } from '../span.ts';
import type { Matched } from './ruleIndex.ts';

/** The spans of the match at that place of what was found. */
export function spansAt(place: number, { spansFrom, spans }: Matched): readonly Span[] {
  const found: Span[] = [];
  for (let at = spansFrom.at(place); at < spansFrom.at(place + 1); at += 3)
    found.push([spans.at(at) === 0 ? 'title' : 'body', spans.at(at + 1), spans.at(at + 2)]);
  return found;
}
