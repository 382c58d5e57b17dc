import { wordsOf } from '../../src/domain/languages/words.ts';
import type { MatchInput } from '../../src/domain/rules/rule.ts';

/** The outlet's name, its domain, a domain that its domain lies below, or the feed's name. */
export function isSource(value: string, { outlet, feedName }: MatchInput): boolean {
  const domain = outlet.domain === null ? '' : asWords(outlet.domain);
  const names = [outlet.name, feedName ?? outlet.name].map(asWords);
  return names.includes(value) || domain === value || domain.endsWith(` ${value}`);
}

const asWords = (text: string): string =>
  wordsOf(text)
    .map(({ folded }) => folded)
    .join(' ');
