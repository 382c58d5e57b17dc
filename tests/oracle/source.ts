import { wordsOf } from '../../src/domain/languages/words.ts';
import type { MatchInput } from '../../src/domain/rules/rule.ts';

/** The outlet's name, its domain, or a domain that its domain lies below. */
export function isSource(value: string, { outlet }: MatchInput): boolean {
  const domain = outlet.domain === null ? '' : asWords(outlet.domain);
  return asWords(outlet.name) === value || domain === value || domain.endsWith(` ${value}`);
}

const asWords = (text: string): string =>
  wordsOf(text)
    .map(({ folded }) => folded)
    .join(' ');
