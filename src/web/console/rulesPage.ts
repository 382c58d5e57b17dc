import { html } from 'hono/html';
import type { NoticeView, RuleView } from '../../ports/consoleStore.ts';
import type { Html } from './layout.ts';
import { deliveryStatus, instant } from './shownValues.ts';

/** Every rule with whether it can see, and what owners were notified of. */
export const rulesPage = (rules: readonly RuleView[], notices: readonly NoticeView[]): Html =>
  html`<h1>Rules</h1>
    <div class="table"><table>
      <thead><tr><th>Rule</th><th>Owner</th><th>Matches in 30 days</th><th>Source coverage</th></tr></thead>
      <tbody>${rules.map(ruleRow)}</tbody>
    </table></div>
    ${notices.length === 0 ? '' : noticeTable(notices)}`;

const ruleRow = ({ ruleId, name, owner, matches, share, blindSince, says, advice }: RuleView): Html =>
  html`<tr>
    <td class="whole">${name}${name === ruleId ? '' : html`<br /><small>${ruleId}</small>`}</td>
    <td data-label="Owner">${owner ?? html`<span class="soft">none</span>`}</td>
    <td class="time" data-label="Matches in 30 days">${matches}</td>
    <td class="whole" data-label="Source coverage">${share === null ? html`<span class="soft">not checked yet</span>` : html`<meter min="0" max="1" value="${share}"></meter> <strong class="${blindSince === null ? 'fine' : 'failing'}">${Math.round(share * 100)}%</strong>`}
      ${blindSince === null ? '' : html`<small>blind since ${instant(blindSince)}</small>`}
      ${says === null ? '' : html`<br />${says}`}${advice === null || share === 1 ? '' : html`<br /><small>${advice}</small>`}</td>
  </tr>`;

const noticeTable = (notices: readonly NoticeView[]): Html =>
  html`<h2>Notices</h2>
  <div class="table"><table>
    <thead><tr><th>Created</th><th>Notice</th><th>To</th><th>Status</th></tr></thead>
    <tbody>${notices.map(noticeRow)}</tbody>
  </table></div>`;

const noticeRow = (notice: NoticeView): Html =>
  html`<tr>
    <td class="time">${instant(notice.createdAt)}</td><td class="whole">${notice.subject}</td><td>${notice.recipient}</td>
    <td class="${notice.state}">${deliveryStatus(notice)}${notice.state === 'sent' ? '' : html`<br /><small>${notice.response ?? ''}</small>`}</td>
  </tr>`;
