import { html } from 'hono/html';
import type { Finding } from '../../domain/feeds/health/states.ts';
import type { FeedDay, FeedHealth, FeedView } from '../../ports/consoleStore.ts';
import type { Html } from './layout.ts';
import { sharedFaultLine } from './sharedFaultLine.ts';
import { instant } from './shownValues.ts';

/** Every feed with how it is, since when and what to do, and what it brought against what is usual. */
export const feedsPage = (feeds: readonly FeedView[]): Html =>
  html`<h1>Feeds</h1>
    ${sharedFaultLine(feeds)}<p class="soft">${tally(feeds)}</p>
    <div class="table"><table>
      <thead><tr><th>Feed</th><th>State</th><th>Last two weeks</th><th>Last success, next poll</th></tr></thead>
      <tbody>${feeds.map(feedRow)}</tbody>
    </table></div>
    <p class="soft">Bars show new items per day (UTC); the line shows what is usual. docs/health.md explains how feeds are judged.</p>`;

const feedRow = (feed: FeedView): Html =>
  html`<tr>
    <td class="whole">${feed.name}<br /><small>${feed.url}</small></td>
    <td class="whole">${state(feed.health)}${feed.health.others.map(other)}${passing(feed)}</td>
    <td>${sparkline(feed.health.days)}<br /><small>${today(feed.health.days.at(-1))}</small></td>
    <td class="time" data-label="Last success, next poll">${instant(feed.lastSucceededAt)}<br /><small>${feed.ended || feed.quarantined ? 'no longer polled' : instant(feed.nextPollAt)}</small></td>
  </tr>`;

const state = ({ state, since, says, advice }: FeedHealth): Html =>
  html`<strong class="${shade(state)}">${state}</strong>${since === null ? '' : html` <small>since ${instant(since)}</small>`}
    <br />${says}${advice === null ? '' : html`<br /><small>${advice}</small>`}`;

const other = ({ state, since, says }: Finding): Html =>
  html`<br /><small><strong>${state}</strong> since ${instant(since)}: ${says}</small>`;

/** A failure that is no trouble yet. */
const passing = ({ failures, lastError, health }: FeedView): Html | '' =>
  lastError === null || health.state === 'failing' || health.state === 'ended'
    ? ''
    : html`<br /><small>the last poll failed (${failures} in a row): ${lastError}</small>`;

const shade = (name: FeedHealth['state']): string => {
  if (name === 'healthy') return 'fine';
  if (name === 'new') return 'soft';
  return name === 'redirected' || name === 'flooding' || name === 'all duplicates' ? 'pending' : 'failing';
};

const today = (day: FeedDay | undefined): string =>
  day === undefined
    ? ''
    : `${day.got} today${day.expected === null ? '' : `, usually ${Math.round(day.expected)} by now`}`;

/** `2 silent, 1 failing, 37 healthy`. */
function tally(feeds: readonly FeedView[]): string {
  const counts = new Map<string, number>();
  for (const { health } of feeds) counts.set(health.state, (counts.get(health.state) ?? 0) + 1);
  return [...counts].map(([name, count]) => `${count} ${name}`).join(', ');
}

const [dayWidth, height] = [7, 28];

/** A bar a day for what came; a line over it for what is usual. */
function sparkline(days: readonly FeedDay[]): Html {
  const most = Math.max(1, ...days.map(({ got, expected }) => Math.max(got, expected ?? 0)));
  const heightOf = (count: number): string => ((count / most) * (height - 1)).toFixed(1);
  const bars = days.map(
    ({ got }, index) =>
      html`<rect x="${index * dayWidth}" y="${height - Number(heightOf(got))}" width="${dayWidth - 2}" height="${heightOf(got)}" />`,
  );
  const points = days.flatMap(({ expected }, index) =>
    expected === null ? [] : [`${index * dayWidth + dayWidth / 2 - 1},${height - Number(heightOf(expected))}`],
  );
  const width = days.length * dayWidth;
  return html`<svg class="days" role="img" aria-label="${spoken(days)}" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}">
    <title>${spoken(days)}</title>${bars}${points.length < 2 ? '' : html`<polyline points="${points.join(' ')}" />`}</svg>`;
}

/** `today 3, usually 41 by now; yesterday 40, usually 44`. */
function spoken(days: readonly FeedDay[]): string {
  const countsOf = (day: FeedDay | undefined, name: string, by: string): readonly string[] =>
    day === undefined
      ? []
      : [`${name} ${day.got}${day.expected === null ? '' : `, usually ${Math.round(day.expected)}${by}`}`];
  return [...countsOf(days.at(-1), 'today', ' by now'), ...countsOf(days.at(-2), 'yesterday', '')].join('; ');
}
