import { createHash } from 'node:crypto';
import { withFewMarks } from '../rules/text/marks.ts';
import { type ArticleText, bodyOf, type FeedItem } from './article.ts';
import { canonicalLink } from './canonicalLink.ts';

/** Below this a text is no fingerprint: "Weather" over an empty body comes every day and is news every day. */
const fingerprintLeastChars = 200;

/** The keys by which an item is recognised, each a SHA-256 in hex. `fingerprint` stands in where others fail. */
export function identityKeys(item: FeedItem) {
  const link = item.link === null ? null : canonicalLink(item.link);
  const text = foldedText(item);
  const needsFingerprint = (item.guid === null && link === null) || text.length >= fingerprintLeastChars;
  return {
    guid: item.guid === null ? null : digest(item.guid),
    link: link === null ? null : digest(link),
    fingerprint: needsFingerprint ? digest(text) : null,
  };
}

/** Tells one version of an article's text from another. */
export const contentHash = (text: ArticleText): string =>
  digest(JSON.stringify([text.title, text.summary, text.contentText, text.author]));

const digest = (text: string): string => createHash('sha256').update(text).digest('hex');

const foldedText = (item: FeedItem): string =>
  withFewMarks(`${item.title} ${bodyOf(item)}`)
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]{1,4000}/gu, ' ')
    .replace(/ +/g, ' ')
    .trim();
