import { wordsOf } from '../../languages/words.ts';
import type { MatchInput } from '../rule.ts';

const known = new Map<string, readonly string[]>();
const mostKnown = 10_000;

/**
 * What `source:` finds an article by, as folded words: the outlet's name, its domain, every domain that its domain lies below, and the
 * name of the feed.
 */
export function sourcesOf({
  outlet: { name, domain },
  feedName,
}: Pick<MatchInput, 'outlet' | 'feedName'>): readonly string[] {
  const key = `${name}\n${domain ?? ''}\n${feedName ?? ''}`;
  const found = known.get(key);
  if (found !== undefined) return found;
  if (known.size >= mostKnown) known.clear();
  const sources = [...new Set([...namesOf(name, feedName), ...endsOf(domain === null ? [] : folded(domain))])];
  known.set(key, sources);
  return sources;
}

const folded = (text: string): readonly string[] => wordsOf(text).map((word) => word.folded);

const namesOf = (...names: readonly (string | undefined)[]): readonly string[] =>
  names.flatMap((name) => (name === undefined ? [] : folded(name).join(' ')));

const endsOf = (words: readonly string[]): readonly string[] => words.map((_, index) => words.slice(index).join(' '));
