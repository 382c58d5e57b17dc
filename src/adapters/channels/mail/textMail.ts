import type { Entry, Excerpt } from '../../../domain/digests/entry.ts';
import type { Message } from '../../../domain/digests/message.ts';
import { type StoryGroup, storyGroups } from '../../../domain/digests/storyGroups.ts';
import type { Subscription } from '../../../domain/digests/subscription.ts';
import { denialWords, type FigureLine, figureLines, termsWords } from './figureWords.ts';
import { lineOf, safeLink, shownText } from './hostileText.ts';
import { noticeOf, originWords, reasonOf, timeIn } from './mailWords.ts';
import { onceForSameContent } from './sameContent.ts';

export interface MailSubject {
  readonly message: Message;
  readonly subscription: Subscription;
  readonly unsubscribe: string;
}

/** The mail for readers of plain text; matched words stand between asterisks. */
export function textMail({ message, subscription, unsubscribe }: MailSubject): string {
  const { name, timezone } = subscription.subscriber;
  return `${beforeFooter(message, timezone)}--\nSent to ${name}. Unsubscribe: ${unsubscribe}`;
}

const beforeFooter = onceForSameContent((message, timezone): string => {
  const notice = noticeOf(message);
  const groups = storyGroups(message.entries).map((group) => textGroup(group, timezone));
  return [...(notice === null ? [] : [notice]), ...groups, ''].join('\n\n');
});

/** The figures of a story stand once, before its reports; its name only where there are several. */
function textGroup(group: StoryGroup, timezone: string): string {
  const { story, entries, denials, terms } = group;
  const head = [
    ...(story !== null && entries.length > 1 ? [`== ${lineOf(story.title)} ==`] : []),
    ...figureLines(group, timezone).map(textFigure),
    ...denials.map((denial) => `! ${denialWords(denial)}`),
    ...(terms.length === 0 ? [] : [`+ ${termsWords(terms)}`]),
  ];
  const reports = entries.map((entry) => textEntry(entry, timezone));
  return [...(head.length === 0 ? [] : [head.join('\n')]), ...reports].join('\n\n');
}

const textFigure = ({ isMoved, figure, source, quote, origin }: FigureLine): string =>
  `${isMoved ? '>' : ' '} ${figure} (${source})${isMoved && quote !== null ? `: "${quote}"${origin}` : ''}`;

function textEntry(entry: Entry, timezone: string): string {
  const link = safeLink(entry.link);
  return [
    lineOf(marked(entry.title)),
    `${lineOf(entry.outlet.name)}, ${timeIn(entry.publishedAt ?? entry.seenAt, timezone)}${entry.articleRevision > 1 ? ', changed by the publisher' : ''}`,
    ...entry.excerpts.map((excerpt) => `  ${lineOf(marked(excerpt))}${originWords(excerpt)}`),
    ...(link === null ? [] : [link]),
    `Why: ${entry.reasons.map(reasonOf).join('; ')}`,
  ].join('\n');
}

/** The text with asterisks around what matched. */
export function marked({ text, highlights }: Excerpt): string {
  const pieces: string[] = [];
  let at = 0;
  for (const [start, end] of highlights) {
    pieces.push(text.slice(at, start), '*', text.slice(start, end), '*');
    at = end;
  }
  return shownText(pieces.join('') + text.slice(at));
}
