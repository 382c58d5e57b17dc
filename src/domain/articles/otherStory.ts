import { folding } from './identity.ts';

interface Published {
  readonly title: string;
  readonly publishedAt: Date | null;
}

/**
 * Whether what was published under the guid of an earlier item, at another address, is a story of its own ("latest" at every
 * poll): dated later, and with less than half of the words of either title in common. An updated article keeps more of them.
 */
export const isOtherStory = (earlier: Published, later: Published): boolean =>
  earlier.publishedAt !== null &&
  later.publishedAt !== null &&
  later.publishedAt > earlier.publishedAt &&
  commonShare(earlier.title, later.title) < 0.5;

/** Of the words of the shorter title, those that stand in the other. */
function commonShare(a: string, b: string): number {
  const [fewer = [], more = []] = [wordsOf(a), wordsOf(b)].sort((x, y) => x.length - y.length);
  return fewer.length === 0 ? 1 : fewer.filter((word) => more.includes(word)).length / fewer.length;
}

const wordsOf = (title: string): readonly string[] => [...new Set(folding(title).split(' '))].filter(Boolean);
