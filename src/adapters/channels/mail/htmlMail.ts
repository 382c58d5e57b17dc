import { html, raw } from 'hono/html';
import type { HtmlEscapedString } from 'hono/utils/html';
import type { Entry, Excerpt } from '../../../domain/digests/entry.ts';
import { type StoryGroup, storyGroups } from '../../../domain/digests/storyGroups.ts';
import { denialWords, type FigureLine, figureLines, termsWords } from './figureWords.ts';
import { lineOf, safeLink, shownText } from './hostileText.ts';
import { noticeOf, originWords, reasonOf, timeIn } from './mailWords.ts';
import { onceForSameContent } from './sameContent.ts';
import { ruleNames, subjectOf } from './subject.ts';
import type { MailSubject } from './textMail.ts';

type Html = HtmlEscapedString | Promise<HtmlEscapedString>;

/** Mail programs drop style sheets as they like; what matters stands on the elements, the sheet only serves dark screens. */
const sheet = raw(`<style>
  @media (prefers-color-scheme: dark) {
    body, .page { background: #14181d !important; } .card { background: #1d232a !important; border-color: #323b45 !important; }
    h1, h2, h2 a, .excerpt { color: #e8edf2 !important; } .soft { color: #9aa7b4 !important; }
    mark { background: #6b5200 !important; color: #fff3cd !important; } .notice { background: #33290a !important; color: #ffe08a !important; }
  }
</style>`);

const font = "font-family: -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif;";
const soft = 'color: #5b6672; font-size: 13px; line-height: 1.5; margin: 0;';

/** The whole HTML document: one column of 600 px, no images, no scripts, nothing loaded from anywhere. */
export async function htmlMail({ message, subscription, unsubscribe }: MailSubject): Promise<string> {
  const { timezone, name } = subscription.subscriber;
  const footer = await html`<p class="soft" style="${soft} padding: 8px 4px;">Sent to ${lineOf(name)}.
    <a class="soft" style="color: #5b6672;" href="${unsubscribe}">Unsubscribe</a></p>
</div></div>
</body>
</html>`;
  return `${await beforeFooter(message, timezone)}${String(footer)}`;
}

const beforeFooter = onceForSameContent(async (message, timezone): Promise<string> => {
  const notice = noticeOf(message);
  const document = await html`<!doctype html>
<html lang="en">
<head>
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width">
  <meta name="color-scheme" content="light dark">
  <title>${subjectOf(message)}</title>
  ${sheet}
</head>
<body style="margin: 0; background: #eef1f4; ${font}">
<div class="page" style="background: #eef1f4; padding: 24px 12px;">
<div style="max-width: 600px; margin: 0 auto;">
  <p class="soft" style="${soft} letter-spacing: .08em; text-transform: uppercase; font-size: 11px;">Tocsin · ${message.kind}</p>
  <h1 style="color: #14181d; font-size: 20px; line-height: 1.3; margin: 4px 0 16px;">${ruleNames(message.entries)}</h1>
  ${notice === null ? '' : html`<p class="notice" style="background: #fff4d6; border-radius: 6px; color: #5c4400; font-size: 14px; margin: 0 0 16px; padding: 10px 14px;">${notice}</p>`}
  ${storyGroups(message.entries).map((group) => card(group, timezone))}
  `;
  return String(document);
});

/** A story: its name where there are several reports of it, its figures, and the reports. */
const card = (group: StoryGroup, timezone: string): Html => html`
  <div class="card" style="background: #ffffff; border: 1px solid #dde3e9; border-radius: 8px; margin: 0 0 12px; padding: 16px 18px;">
    ${group.story !== null && group.entries.length > 1 ? html`<p class="soft" style="${soft} margin: 0 0 8px;">${lineOf(group.story.title)} · ${group.entries.length} reports</p>` : ''}
    ${figureLines(group, timezone).map(figure)}
    ${group.denials.map((denial) => html`<p class="notice" style="${news}">${denialWords(denial)}</p>`)}
    ${group.terms.length === 0 ? '' : html`<p class="soft" style="${soft} margin: 0 0 8px;">${termsWords(group.terms)}</p>`}
    ${group.entries.map((entry, index) => report(entry, timezone, index > 0 || hasFacts(group)))}
  </div>`;

const hasFacts = ({ figures, denials, terms }: StoryGroup): boolean =>
  figures.length + denials.length + terms.length > 0;

const news =
  'background: #fff4d6; border-radius: 4px; color: #5c4400; font-size: 15px; line-height: 1.4; margin: 0 0 8px; padding: 6px 10px;';

const figure = ({ isMoved, figure: words, source, quote, origin }: FigureLine): Html =>
  isMoved
    ? html`<p class="notice" style="${news}"><strong>${words}</strong> · ${source}${quote === null ? '' : html`<br>“${quote}”${origin}`}</p>`
    : html`<p class="soft" style="${soft} margin: 0 0 6px;">${words} · ${source}</p>`;

const report = (entry: Entry, timezone: string, isBelow: boolean): Html => html`
    <h2 style="font-size: 17px; line-height: 1.35; margin: ${isBelow ? '18px' : '0'} 0 4px;">${title(entry)}</h2>
    <p class="soft" style="${soft}"><strong>${lineOf(entry.outlet.name)}</strong> · ${timeIn(entry.publishedAt ?? entry.seenAt, timezone)}${entry.articleRevision > 1 ? ' · changed by the publisher' : ''}</p>
    ${entry.excerpts.map((excerpt) => html`<p class="excerpt" style="color: #2b333b; font-size: 15px; line-height: 1.5; margin: 10px 0 0;">${marked(excerpt)}${origin(excerpt)}</p>`)}
    <p class="soft" style="${soft} margin-top: 12px; font-size: 12px;">Why you got this: ${entry.reasons.map(reasonOf).join('; ')}</p>`;

const origin = (excerpt: Excerpt): Html | '' =>
  excerpt.textFrom === undefined ? '' : html`<span class="soft" style="${soft}">${originWords(excerpt)}</span>`;

function title(entry: Entry): Html {
  const link = safeLink(entry.link);
  if (link === null) return html`${marked(entry.title)}`;
  return html`<a style="color: #0b4f94; text-decoration: none;" href="${link}" rel="noreferrer">${marked(entry.title)}</a>`;
}

/** The text with what matched highlighted; every piece is escaped by the template. */
function marked({ text, highlights }: Excerpt): Html {
  const pieces: (string | Html)[] = [];
  let at = 0;
  for (const [start, end] of highlights) {
    pieces.push(shownText(text.slice(at, start)));
    pieces.push(
      html`<mark style="background: #ffe69c; border-radius: 2px; color: inherit; padding: 0 1px;">${shownText(text.slice(start, end))}</mark>`,
    );
    at = end;
  }
  return html`${[...pieces, shownText(text.slice(at))]}`;
}
