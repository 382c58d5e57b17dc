import { wordsOf } from '../../languages/words.ts';
import type { MatchInput } from '../rule.ts';

const known = new Map<string, readonly string[]>();
const mostKnown = 10_000;

/** What `source:` finds an outlet by: its name, its domain, and every domain that its domain lies below; as folded words. */
export function sourcesOf({ name, domain }: MatchInput['outlet']): readonly string[] {
  const key = `${name}\n${domain ?? ''}`;
  const found = known.get(key);
  if (found !== undefined) return found;
  if (known.size >= mostKnown) known.clear();
  const sources = [...new Set([folded(name).join(' '), ...endsOf(domain === null ? [] : folded(domain))])];
  known.set(key, sources);
  return sources;
}

const folded = (text: string): readonly string[] => wordsOf(text).map((word) => word.folded);

const endsOf = (words: readonly string[]): readonly string[] => words.map((_, index) => words.slice(index).join(' '));
