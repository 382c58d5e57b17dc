import { html } from 'hono/html';
import { atStart } from '../../domain/basics/wording.ts';
import { type FailingFeed, sharedFault } from '../../domain/feeds/health/sharedFault.ts';
import { Advice } from './advice.tsx';
import type { Html } from './layout.ts';

/** What the feeds that fail have in common, in red; nothing where they share nothing. */
export function sharedFaultLine(feeds: readonly FailingFeed[]): Html | '' {
  const shared = sharedFault(feeds);
  return shared === null
    ? ''
    : html`<p class="need" role="alert"><strong>${atStart(shared.says)}.</strong> <span>What to do: ${Advice({ text: shared.advice })}.</span></p>`;
}
