import { createHash } from 'node:crypto';
import { withFewMarks } from '../languages/marks.ts';
import { type ArticleText, bodyOf, type FeedItem } from './article.ts';
import { anchoredLink, canonicalLink } from './canonicalLink.ts';

/** Below this a text is no fingerprint: "Weather" over an empty body comes every day and is news every day. */
const fingerprintLeastChars = 200;
const headlineLeastChars = 15;

/** The keys by which an item is recognised, each a SHA-256 in hex. `fingerprint` stands in where others fail. */
export function identityKeys(item: FeedItem) {
  const link = item.link === null ? null : canonicalLink(item.link);
  const anchor = item.link?.includes('#') ? anchoredLink(item.link) : null;
  const title = folding(item.title);
  const text = `${title} ${folding(bodyOf(item))}`.trim();
  const needsFingerprint = (item.guid === null && link === null) || text.length >= fingerprintLeastChars;
  return {
    guid: item.guid === null ? null : digest(item.guid),
    link: link === null ? null : digest(link),
    anchor: anchor === null ? null : digest(anchor),
    fingerprint: needsFingerprint ? digest(text) : null,
    headline: headlineKey(title, link),
    title: digest(datedTitle(title, item.publishedAt)),
  };
}

/** Tells items apart that have their guid and their link in common. Without a date, it tells what an item is called. */
export const titleKey = (title: string, publishedAt: Date | null): string =>
  digest(datedTitle(folding(title), publishedAt));

const datedTitle = (folded: string, publishedAt: Date | null): string =>
  `${publishedAt?.toISOString() ?? ''} ${folded}`;

/** Title and place of the page without its query. None for a short title: rubrics stand over many articles. */
function headlineKey(folded: string, link: string | null): string | null {
  if (link === null || folded.length < headlineLeastChars) return null;
  const { host, pathname } = new URL(link);
  return digest(`${host}${pathname} ${folded}`);
}

/** Tells one version of an article's text from another. */
export const contentHash = (text: ArticleText): string =>
  digest(JSON.stringify([text.title, text.summary, text.contentText, text.author]));

/** SHA-256, hex. */
export const digest = (text: string): string => createHash('sha256').update(text).digest('hex');

/** Words and numbers in lower case, a space between them. */
export const folding = (text: string): string =>
  withFewMarks(text)
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]{1,4000}/gu, ' ')
    .replace(/ +/g, ' ')
    .trim();
