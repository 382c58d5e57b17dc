import { type ArticleText, bodyOf } from './article.ts';
import { folding } from './identity.ts';

interface Published extends Pick<ArticleText, 'title' | 'summary' | 'contentText'> {
  readonly publishedAt: Date | null;
}

/** An article that is updated keeps more of its words than that, in its title or in its text. */
const leastKept = 0.5;

/**
 * Whether what was published under the guid of an earlier item, at another address, is a story of its own ("latest" at every
 * poll): dated later, and with less than half of the words in common, of the titles and of all that either says.
 */
export const isOtherStory = (earlier: Published, later: Published): boolean =>
  earlier.publishedAt !== null &&
  later.publishedAt !== null &&
  later.publishedAt > earlier.publishedAt &&
  commonShare(earlier.title, later.title) < leastKept &&
  commonShare(allOf(earlier), allOf(later)) < leastKept;

const allOf = (text: Published): string => `${text.title} ${bodyOf(text)}`;

/** Of the words of the shorter text, those that stand in the other. */
function commonShare(a: string, b: string): number {
  const [fewer, more] = [wordsOf(a), wordsOf(b)].sort((x, y) => x.size - y.size);
  if (fewer === undefined || more === undefined || fewer.size === 0) return 1;
  return [...fewer].filter((word) => more.has(word)).length / fewer.size;
}

const wordsOf = (text: string): ReadonlySet<string> => new Set(folding(text).split(' ').filter(Boolean));
