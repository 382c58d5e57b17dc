import { html } from 'hono/html';
import { atStart } from '../../domain/basics/wording.ts';
import { sharedFault } from '../../domain/feeds/health/sharedFault.ts';
import type { FeedView } from '../../ports/consoleStore.ts';
import type { Html } from './layout.ts';

/** What the feeds that fail have in common, in red; nothing where they share nothing. */
export function sharedFaultLine(feeds: readonly FeedView[]): Html | '' {
  const shared = sharedFault(feeds);
  return shared === null
    ? ''
    : html`<p class="alarm" role="alert"><strong>${atStart(shared.says)}.</strong><br />What to do: ${shared.advice}.</p>`;
}
