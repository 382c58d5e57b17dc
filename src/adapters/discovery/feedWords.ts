/** What feeds are called. */
const feedNames: ReadonlySet<string> = new Set('rss atom xml feed feeds rdf фид фиды'.split(' '));

/** What may stand beside it in a link to one; any other word makes it something else ("RSS reader", "Feed the birds"). */
const companions: ReadonlySet<string> = new Set(
  `2.0 1.0 0.91 our the a via by as in site news all latest main full headlines stories articles posts channel channels subscribe
  subscription to get link лента ленты канал каналы подписка подписаться подпишитесь на по в новости новостей все наши сайта
  экспорт арна арнасы жазылу жаңалықтар`.split(/\s+/),
);

/** Whether a reader would take these words of a link for a feed's: "RSS", "RSS 2.0 feed", «RSS-лента новостей». */
export function isCalledFeed(words: string): boolean {
  const all = words.toLowerCase().match(/[\p{L}\p{N}]+(?:\.\d+)?/gu) ?? [];
  return (
    all.length > 0 &&
    all.length <= 6 &&
    all.some((word) => feedNames.has(word)) &&
    all.every((word) => feedNames.has(word) || companions.has(word))
  );
}

/** Icons are named after what they show: `icon-rss`, `fa fa-rss-square`, `/img/xml.gif`. */
export const isDrawnAsFeed = (classes: string, source: string): boolean =>
  /(?:^|[\s_-])(?:rss|feed)(?:$|[\s_-])/i.test(classes) ||
  /(?:^|[/_-])(?:rss|xml|feed|atom)[\w-]{0,20}\.(?:png|gif|svg|jpe?g|webp)$/i.test(source);
