import { createHash } from 'node:crypto';
import type { Clock } from '../../ports/clock.ts';
import { type LoopbackResponse, type LoopbackServer, startLoopbackServer } from './loopbackServer.ts';
import type { Scenario, ScenarioArticle, ScenarioOutlet } from './scenario.ts';

const itemsShown = 15;

/** Serves each outlet's feed as it stood at the clock's instant: newest first, at most fifteen items, with an ETag. */
export const openNewsstand = (scenario: Scenario, clock: Clock): Promise<LoopbackServer> =>
  startLoopbackServer((request) => {
    const outlet = scenario.outlets.find(({ id }) => request.url === feedPath(id));
    if (outlet === undefined) return { status: 404 };
    return conditional(rss(outlet, publishedBy(scenario, outlet, clock.now())), request.headers['if-none-match']);
  });

export const feedPath = (outletId: string): string => `/${outletId}.rss`;

/** The latest version of each of the outlet's articles, newest first. */
function publishedBy(scenario: Scenario, outlet: ScenarioOutlet, now: Date): readonly ScenarioArticle[] {
  const latest = new Map<string, ScenarioArticle>();
  for (const article of scenario.articles) {
    if (article.outlet === outlet.id && article.at <= now) latest.set(article.id, article);
  }
  return [...latest.values()].sort((a, b) => b.at.getTime() - a.at.getTime()).slice(0, itemsShown);
}

function conditional(body: string, ifNoneMatch: string | undefined): LoopbackResponse {
  const etag = `"${createHash('sha256').update(body).digest('hex').slice(0, 16)}"`;
  if (ifNoneMatch === etag) return { status: 304, headers: { etag } };
  return { status: 200, headers: { etag, 'content-type': 'application/rss+xml; charset=utf-8' }, body };
}

const rss = (
  outlet: ScenarioOutlet,
  articles: readonly ScenarioArticle[],
): string => `<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0"><channel>
<title>${escaped(outlet.name)}</title><link>https://${outlet.domain}/</link><language>${outlet.lang}</language>
${articles.map((article) => item(outlet, article)).join('\n')}
</channel></rss>`;

const item = (outlet: ScenarioOutlet, article: ScenarioArticle): string =>
  `<item><guid isPermaLink="false">${outlet.id}:${article.id}</guid><link>https://${outlet.domain}/${article.id}</link>` +
  `<pubDate>${article.at.toUTCString()}</pubDate><title>${escaped(article.title)}</title>` +
  `<description>${escaped(article.text)}</description></item>`;

const escaped = (text: string): string => text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
