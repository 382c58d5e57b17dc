import { isPronounSpeaking, sourcesIn, voicesIn } from './attribution.ts';
import type { Named } from './names.ts';
import type { Token } from './tokens.ts';

/** Names that stand for one named in full before, each with what the full one has in it. */
const shortNames: readonly (readonly [name: RegExp, full: RegExp])[] = [
  [/^ministry$/, /minist/],
  [/^(agency|department|office|service|company)$/, /agency|department|office|service|company/],
  [/^министерств[оае]$/, /минист|^(мчс|мвд|мид|мин[а-я]{5})/],
  [/^ведомств[оае]$/, /^/],
  [/^министрлік(тің|те)?$/, /минист|^(тжм|іім)/],
];

export const isShort = (name: string): boolean => shortNames.some(([short]) => short.test(name.toLowerCase()));

/** Whether the full name of an article's "the ministry" may be `full`. */
export const isShortFor = (name: string, full: string): boolean =>
  !isShort(full) &&
  shortNames.some(([short, wanted]) => short.test(name.toLowerCase()) && wanted.test(full.toLowerCase()));

/** Sentences that a speaker is carried over at the most. */
const farthest = 5;

/** Who "it said" in a sentence speaks for: the one source of the sentence before, in the same paragraph. */
export function carriedSpeakers(text: string, sentences: readonly (readonly Token[])[]): (at: number) => string | null {
  const known = new Map<number, Sources>();
  const sourcesAt = (at: number): Sources => {
    const found = known.get(at) ?? sourcesOf(text, sentences[at] ?? []);
    known.set(at, found);
    return found;
  };
  return (at) => {
    for (let next = at; next > Math.max(0, at - farthest) && !beginsParagraph(sentences[next]); next--) {
      const { names, isPronoun } = sourcesAt(next - 1);
      const [name, ...others] = names;
      if (others.length > 0) return null;
      if (name !== undefined && !isShort(name)) return name;
      if (name === undefined && !isPronoun) return null;
    }
    return null;
  };
}

interface Sources {
  /** Different ones. */
  readonly names: readonly string[];
  readonly isPronoun: boolean;
}

const nobody: Sources = { names: [], isPronoun: false };

function sourcesOf(text: string, tokens: readonly Token[]): Sources {
  const voices = voicesIn(tokens);
  if (voices.length === 0) return nobody;
  const names = sourcesIn(tokens, voices).map((named) => shown(text, tokens, named));
  const different = new Map(names.map((name) => [name.toLowerCase(), name]));
  return { names: [...different.values()], isPronoun: isPronounSpeaking(tokens, voices) };
}

const beginsParagraph = (tokens: readonly Token[] | undefined): boolean =>
  tokens?.[0] === undefined || tokens[0].gap === 'line' || tokens[0].gap === 'paragraph';

/** The words of a name, without quotes around and in it. */
export const shown = (text: string, tokens: readonly Token[], [from, to]: Named): string =>
  text
    .slice(tokens[from]?.start, tokens[to]?.end)
    .replace(/["“”„«»]/g, '')
    .replace(/\s+/g, ' ')
    .trim();
