import { html } from 'hono/html';
import { atStart } from '../../domain/basics/wording.ts';
import { type FailingFeed, sharedFault } from '../../domain/feeds/health/sharedFault.ts';
import type { Html } from './layout.ts';

/** What the feeds that fail have in common, in red; nothing where they share nothing. */
export function sharedFaultLine(feeds: readonly FailingFeed[]): Html | '' {
  const shared = sharedFault(feeds);
  return shared === null
    ? ''
    : html`<p class="alarm" role="alert"><strong>${atStart(shared.says)}.</strong><br />What to do: ${shared.advice}.</p>`;
}
