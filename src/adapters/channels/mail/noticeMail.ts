import { html } from 'hono/html';
import { domainOf, type NamedAddress } from '../../../domain/configuration/namedAddress.ts';
import type { Notice } from '../../../domain/notices/notice.ts';
import { headerText } from './headerText.ts';
import { lineOf, shownText } from './hostileText.ts';
import type { RenderedMail } from './renderMail.ts';

/** A notice as a mail: no subscription stands behind it, so there is nothing to unsubscribe from. */
export async function noticeMail(notice: Notice, messageId: string, from: NamedAddress): Promise<RenderedMail> {
  const text = shownText(notice.body);
  return {
    from,
    to: { name: '', address: notice.recipient },
    subject: headerText(lineOf(notice.subject).slice(0, 150)),
    text,
    html: String(await htmlOf(notice, text)),
    messageId: `<${messageId}@${domainOf(from)}>`,
    headers: { 'Auto-Submitted': 'auto-generated' },
  };
}

const htmlOf = ({ subject }: Notice, text: string) => html`<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${lineOf(subject)}</title></head>
<body style="font-family: -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif; margin: 0; padding: 24px 12px;">
<div style="max-width: 600px; margin: 0 auto;">
  <p style="color: #5b6672; font-size: 11px; letter-spacing: .08em; margin: 0; text-transform: uppercase;">Tocsin · notice</p>
  <h1 style="font-size: 20px; line-height: 1.3; margin: 4px 0 16px;">${lineOf(subject)}</h1>
  <div style="font-size: 15px; line-height: 1.5; white-space: pre-wrap;">${text}</div>
</div>
</body>
</html>`;
