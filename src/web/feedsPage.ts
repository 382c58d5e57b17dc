import { html } from 'hono/html';
import type { FeedView } from '../ports/consoleStore.ts';
import { instant } from './format.ts';
import { consolePage, type Html } from './layout.ts';

/** Every feed with when it last answered and, where it fails, why. */
export const feedsPage = (feeds: readonly FeedView[]): Html =>
  consolePage(
    'Feeds',
    html`<h1>Feeds</h1>
    <div class="table"><table>
      <thead><tr><th>Feed</th><th>Last answered</th><th>Next poll</th><th>State</th></tr></thead>
      <tbody>${feeds.map(feedRow)}</tbody>
    </table></div>`,
  );

const feedRow = (feed: FeedView): Html =>
  html`<tr>
    <td>${feed.name}<br /><small>${feed.url}</small></td>
    <td class="time">${instant(feed.lastSucceededAt)}</td>
    <td class="time">${feed.ended ? '–' : instant(feed.nextPollAt)}</td>
    <td class="${isFine(feed) ? 'fine' : 'failing'}">${stateOf(feed)}<br /><small>${feed.lastError ?? ''}</small></td>
  </tr>`;

const isFine = (feed: FeedView): boolean => feed.failures === 0 && !feed.ended && !feed.quarantined;

function stateOf(feed: FeedView): string {
  if (feed.ended) return 'ended: the publisher took it down';
  if (feed.quarantined) return 'put aside after repeated crashes';
  if (feed.failures > 0) return `failed ${feed.failures} ${feed.failures === 1 ? 'time' : 'times'} in a row`;
  return feed.lastSucceededAt === null ? 'not polled yet' : 'fine';
}
