import { hostOf, webUrl } from '../basics/webUrl.ts';
import { bodyOf, type FeedItem } from './article.ts';

/** The host of the page that an item needs, or null: it has its text, or no page. */
export function pageNeeded(item: Pick<FeedItem, 'link' | 'contentText' | 'summary'>): string | null {
  if (item.link === null || webUrl(item.link) === null || isWhole(bodyOf(item))) return null;
  const host = hostOf(item.link);
  return host.length <= longestHost ? host : null;
}

/** Of a name in the DNS (RFC 1035 §2.3.4). */
const longestHost = 253;

/** Summaries are a sentence or a few; the shortest news that is all there is has some paragraphs. */
const shortestWhole = 1000;

const isWhole = (text: string): boolean => text.length >= shortestWhole && !isCut(text);

/**
 * How a text ends that goes on elsewhere: in an ellipsis, or with an invitation.
 * @internal exported for its tests
 */
export const isCut = (text: string): boolean => endsCut.test(text.slice(-60).trimEnd());

const endsCut =
  /(\.\.\.|…)[\])]?$|\b(read|see) (more|on|the full (story|article))\W{0,3}$|\bcontinue reading\b[^.]{0,30}$|(читать|узнать) (далее|дальше|больше|полностью)\W{0,3}$|подробнее\W{0,3}$|толығырақ\W{0,3}$/i;
