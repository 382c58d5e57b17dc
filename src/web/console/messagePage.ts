import { html } from 'hono/html';
import type { MessageView } from '../../ports/consoleStore.ts';
import type { Html } from './layout.ts';
import { deliveryStatus, headline, instant } from './shownValues.ts';

/** One message: how its sending stands, why it came, and how it looks as a mail (in a frame that runs nothing). */
export const messagePage = (view: MessageView): Html =>
  html`<h1>${headline(view.message)}</h1>
    <div class="table"><table><tbody>
      ${row('Kind', `${view.message.kind}, ${view.subscription.channel}`)}
      ${row('To', recipient(view))}
      ${row('Why', reasons(view))}
      ${row('Created', instant(view.createdAt))}
      ${row('Status', `${deliveryStatus(view)}${view.settledAt === null ? '' : `, ${instant(view.settledAt)}`}`)}
      ${row('Attempts', String(view.attempts))}
      ${row('Response', view.response ?? '–')}
    </tbody></table></div>
    <h2>As an email</h2>
    <iframe sandbox src="/messages/${view.message.id}/mail" title="The message as an email"></iframe>`;

const row = (name: string, value: string): Html => html`<tr><th>${name}</th><td>${value}</td></tr>`;

/** A Slack or webhook URL is a secret: whoever has it can post. */
const recipient = ({ subscription }: MessageView): string =>
  subscription.channel === 'email'
    ? `${subscription.subscriber.name} <${subscription.target}>`
    : subscription.subscriber.name;

function reasons(view: MessageView): string {
  const rules = view.message.entries.flatMap((entry) =>
    entry.reasons.map((reason) => `${reason.ruleName} (revision ${reason.ruleRevision})`),
  );
  return [...new Set(rules)].join(', ');
}
