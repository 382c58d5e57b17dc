import type { Entry, Excerpt } from '../../../domain/digests/entry.ts';
import type { Message } from '../../../domain/digests/message.ts';
import { lineOf, safeLink } from '../mail/hostileText.ts';
import { subjectOf } from '../mail/subject.ts';
import { noticeOf, reasonOf, timeIn } from '../mail/words.ts';

/** Limits of Block Kit: 50 blocks a message, 3000 characters a text. Two blocks an entry, and room for head and tail. */
const mostEntries = 20;
const longestText = 2900;

interface Block {
  readonly type: string;
  readonly [field: string]: unknown;
}

/** A message in Block Kit; `text` is what notifications show. */
export function slackMessage(
  message: Message,
  timezone: string,
): { readonly text: string; readonly blocks: readonly Block[] } {
  const notice = noticeOf(message);
  const left = message.entries.length - mostEntries;
  return {
    text: escaped(subjectOf(message)),
    blocks: [
      ...(notice === null ? [] : [context(escaped(notice))]),
      ...message.entries.slice(0, mostEntries).flatMap((entry) => entryBlocks(entry, timezone)),
      ...(left > 0 ? [context(`and ${left} more, which this message has no room for: see the console`)] : []),
    ],
  };
}

function entryBlocks(entry: Entry, timezone: string): readonly Block[] {
  const link = safeLink(entry.link);
  const title = escaped(lineOf(entry.title.text));
  const head = link === null ? `*${title}*` : `*<${link.replace(/[<>|]/g, encodeURIComponent)}|${title}>*`;
  const text = [head, ...entry.excerpts.map(marked)].join('\n');
  const time = timeIn(entry.publishedAt ?? entry.seenAt, timezone);
  const about = `${lineOf(entry.outlet.name)} · ${time} · ${entry.reasons.map(reasonOf).join('; ')}`;
  return [{ type: 'section', text: { type: 'mrkdwn', text: cut(text) } }, context(escaped(about))];
}

const context = (text: string): Block => ({ type: 'context', elements: [{ type: 'mrkdwn', text: cut(text) }] });

/** Cut before an escape that would be torn. */
const cut = (text: string): string =>
  text.length <= longestText ? text : `${text.slice(0, longestText).replace(/&[a-z]*$/, '')}…`;

/** The three characters that Slack's mrkdwn reads as its own. */
const escaped = (text: string): string => text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');

/** Matched words are bold; asterisks of the text are not. */
function marked({ text, highlights }: Excerpt): string {
  const pieces: string[] = [];
  let at = 0;
  const plain = (from: number, to: number) => escaped(text.slice(from, to)).replaceAll('*', '∗');
  for (const [start, end] of highlights) {
    pieces.push(plain(at, start), '*', plain(start, end), '*');
    at = end;
  }
  return lineOf(`${pieces.join('')}${plain(at, text.length)}`);
}
