import { html } from 'hono/html';
import { waitingWords } from '../../domain/basics/wording.ts';
import { type CanaryState, canaryAdvice, canaryWords } from '../../domain/canary/canary.ts';
import { nothingWatched } from '../../domain/configuration/nothingWatched.ts';
import type { FailingFeed } from '../../domain/feeds/health/sharedFault.ts';
import type {
  HeldUp,
  MessageView,
  QuarantinedArticle,
  QuarantinedSubscription,
  ServiceCounts,
} from '../../ports/consoleStore.ts';
import type { Html } from './layout.ts';
import { sharedFaultLine } from './sharedFaultLine.ts';
import { deliveryStatus, headline, instant } from './shownValues.ts';

export interface Overview {
  readonly canary: CanaryState;
  readonly counts: ServiceCounts;
  /** All feeds where most of them fail; else none. */
  readonly polled: readonly FailingFeed[];
  /** Newest first. */
  readonly messages: readonly MessageView[];
  /** How many messages are shown at most. */
  readonly limit: number;
  /** Channels and targets that are sent nothing now. */
  readonly heldUp: readonly HeldUp[];
  readonly quarantined: readonly QuarantinedArticle[];
  readonly quarantinedSubscriptions: readonly QuarantinedSubscription[];
}

/** The counts, what was quarantined, and the newest messages with how their sending stands. */
export const overviewPage = ({
  canary,
  counts,
  polled,
  messages,
  limit,
  heldUp,
  quarantined,
  quarantinedSubscriptions,
}: Overview): Html =>
  html`${canary.alarmSince === null ? '' : alarm(canary)}${heldUp.map(channelAlarm)}${counts.feeds === 0 ? nothing() : ''}${sharedFaultLine(polled)}<h1>Messages</h1>
    <dl class="counts">${figures(counts).map(([name, count]) => html`<div><dt>${name}</dt><dd>${count}</dd></div>`)}</dl>
    ${heldUp.some(({ name }) => name !== null) ? targetTable(heldUp) : ''}
    ${quarantined.length === 0 ? '' : articleTable(quarantined)}
    ${quarantinedSubscriptions.length === 0 ? '' : subscriptionTable(quarantinedSubscriptions)}
    <h2>${messages.length === limit ? `Newest ${limit} messages` : 'All messages'}</h2>
    ${messages.length === 0 ? html`<p class="soft">No messages yet.</p>` : messageTable(messages)}`;

const alarm = (canary: CanaryState): Html =>
  html`<p class="alarm" role="alert"><strong>Alarm since ${instant(canary.alarmSince)}: ${canaryWords(canary)}.</strong><br />What to do: ${canaryAdvice}.</p>`;

/** Nothing goes over a channel. */
const channelAlarm = ({ name, channel, since, reason, waiting }: HeldUp): Html | string =>
  name !== null
    ? ''
    : html`<p class="alarm" role="alert"><strong>Nothing can be sent by ${channel} since ${instant(since)}: ${reason}</strong><br />${waitingWords(waiting)}; Tocsin goes on by itself once this is fixed. What to do: run <code>tocsin doctor</code>.</p>`;

const targetTable = (heldUp: readonly HeldUp[]): Html =>
  html`<h2>Targets that are sent nothing</h2>
  <p class="soft">What is held is tried again by itself. What was switched off waits until you fix the receiver or its address and run <code>tocsin deliveries resume</code> with its number; nothing is lost.</p>
  <div class="table"><table>
    <thead><tr><th>Number</th><th>Target</th><th>State</th><th>Since</th><th>Waiting</th></tr></thead>
    <tbody>${heldUp.map(targetRow)}</tbody>
  </table></div>`;

const targetRow = ({ id, channel, name, state, since, until, reason, waiting }: HeldUp): Html | string =>
  name === null
    ? ''
    : html`<tr>
    <td data-label="Number">${id}</td><td class="whole">${name}<br /><small>${channel}; ${reason}</small></td>
    <td class="${state === 'suppressed' ? 'failing' : 'retrying'}">${state === 'suppressed' ? 'switched off' : `held until ${instant(until)}`}</td>
    <td class="time" data-label="Since">${instant(since)}</td><td class="failing" data-label="Waiting">${waiting}</td>
  </tr>`;

const nothing = (): Html =>
  html`<p class="alarm" role="status"><strong>${nothingWatched.says}</strong><br />What to do: ${nothingWatched.advice}.</p>`;

const articleTable = (articles: readonly QuarantinedArticle[]): Html =>
  html`<h2>Quarantined articles</h2>
  <p class="soft">Each of these failed five times: the process or thread died, or the step failed. They go no further until you fix the cause and run <code>tocsin release</code>.</p>
  <div class="table"><table>
    <thead><tr><th>Seen</th><th>Article</th><th>Outlet</th><th>Stopped at</th></tr></thead>
    <tbody>${articles.map(({ seenAt, title, outlet, step }) => html`<tr><td class="time">${instant(seenAt)}</td><td class="whole">${title}</td><td>${outlet}</td><td class="failing" data-label="Stopped at">${step}</td></tr>`)}</tbody>
  </table></div>`;

const subscriptionTable = (subscriptions: readonly QuarantinedSubscription[]): Html =>
  html`<h2>Quarantined subscriptions</h2>
  <p class="soft">Planning their messages failed five times. Nothing is lost: it waits until you fix the cause and run <code>tocsin release</code>.</p>
  <div class="table"><table>
    <thead><tr><th>Due</th><th>Subscriber</th><th>Channel</th><th>Waiting</th></tr></thead>
    <tbody>${subscriptions.map(({ dueAt, subscriber, channel, pending }) => html`<tr><td class="time" data-label="Due">${instant(dueAt)}</td><td>${subscriber}</td><td>${channel}</td><td class="failing" data-label="Waiting">${pending}</td></tr>`)}</tbody>
  </table></div>`;

const figures = (counts: ServiceCounts): readonly (readonly [string, number])[] => [
  ['Feeds', counts.feeds],
  ['Failing feeds', counts.failingFeeds],
  ['Articles', counts.articles],
  ['Articles in progress', counts.waitingArticles],
  ['Matches', counts.matches],
  ['Messages sent', counts.deliveries.sent],
  ['Waiting or retrying', counts.deliveries.pending + counts.deliveries.retrying],
  ['Failed', counts.deliveries.rejected],
  ['Quarantined', counts.quarantined],
];

const messageTable = (messages: readonly MessageView[]): Html =>
  html`<div class="table"><table>
    <thead><tr><th>Created</th><th>Message</th><th>To</th><th>Status</th></tr></thead>
    <tbody>${messages.map(messageRow)}</tbody>
  </table></div>`;

const messageRow = (view: MessageView): Html =>
  html`<tr>
    <td class="time">${instant(view.createdAt)}</td>
    <td class="whole"><a href="/messages/${view.message.id}">${headline(view.message)}</a><br /><small>${view.message.kind}</small></td>
    <td>${view.subscription.subscriber.name}<br /><small>${view.subscription.channel}</small></td>
    <td class="${view.state}">${deliveryStatus(view)}${view.state === 'sent' ? '' : html`<br /><small>${view.response ?? ''}</small>`}</td>
  </tr>`;
