import { html } from 'hono/html';
import { boundsInWords } from '../../domain/ledger/boundsInWords.ts';
import type { Bounds } from '../../domain/ledger/claim.ts';
import type { LedgerMove, MovedLedger } from '../../ports/consoleStore.ts';
import type { Html } from './layout.ts';
import { instant } from './shownValues.ts';

/** The stories whose ledgers moved most, each with every change and who said so. */
export const storiesPage = (ledgers: readonly MovedLedger[]): Html =>
  html`<h1>Stories</h1>
    ${ledgers.length === 0 ? html`<p class="soft">No story has reported a figure yet.</p>` : ledgers.map(story)}`;

const story = ({ storyId, title, reports, moves }: MovedLedger): Html =>
  html`<h2>${title} <small>story ${storyId}, ${reports} ${reports === 1 ? 'report' : 'reports'}</small></h2>
    <div class="table"><table>
      <thead><tr><th>Time</th><th>Figure</th><th>New value</th><th></th><th>Source</th></tr></thead>
      <tbody>${moves.map((move) => row(move, mostOf(move.figure, moves)))}</tbody>
    </table></div>`;

const row = ({ movedAt, figure, to, attribution, outlet, quote, textFrom }: LedgerMove, most: number): Html =>
  html`<tr>
    <td class="time">${instant(movedAt)}</td>
    <td>${figure}</td>
    <td class="time">${boundsInWords(to)}</td>
    <td><meter min="0" max="${most}" value="${leastOf(to)}">${leastOf(to)}</meter></td>
    <td class="whole">${attribution ?? outlet ?? ''}${quote === null ? '' : html`<br /><small>“${quote}”${textFrom === 'page' ? ' (from the article’s page)' : ''}</small>`}</td>
  </tr>`;

const leastOf = (bounds: Bounds | null): number => bounds?.min ?? 0;

const mostOf = (kind: LedgerMove['figure'], moves: readonly LedgerMove[]): number =>
  Math.max(1, ...moves.filter(({ figure }) => figure === kind).map(({ to }) => leastOf(to)));
