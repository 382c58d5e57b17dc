import type { Entry, Excerpt } from '../../../domain/digests/entry.ts';
import type { Message } from '../../../domain/digests/message.ts';
import { type StoryGroup, storyGroups } from '../../../domain/digests/storyGroups.ts';
import { denialWords, type FigureLine, figureLines, termsWords } from '../mail/figureWords.ts';
import { lineOf, safeLink } from '../mail/hostileText.ts';
import { noticeOf, originWords, reasonOf, timeIn } from '../mail/mailWords.ts';
import { subjectOf } from '../mail/subject.ts';

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
      ...storyGroups(message.entries.slice(0, mostEntries)).flatMap((group) => groupBlocks(group, timezone)),
      ...(left > 0 ? [context(`and ${left} more that this message has no room for: see the console`)] : []),
    ],
  };
}

/** What is new of a story stands with its first report, so that a group costs no blocks of its own. */
const groupBlocks = (group: StoryGroup, timezone: string): readonly Block[] =>
  group.entries.flatMap((entry, index) => entryBlocks(entry, index === 0 ? newsLines(group, timezone) : [], timezone));

const newsLines = (group: StoryGroup, timezone: string): readonly string[] => [
  ...figureLines(group, timezone).map(figureMrkdwn),
  ...group.denials.map((denial) => `*${plain(denialWords(denial))}*`),
  ...(group.terms.length === 0 ? [] : [plain(termsWords(group.terms))]),
];

const figureMrkdwn = ({ isMoved, figure, source, quote, origin }: FigureLine): string => {
  const about = `${plain(source)}${isMoved && quote !== null ? `: “${plain(quote)}”${origin}` : ''}`;
  return isMoved ? `*${plain(figure)}* · ${about}` : `${plain(figure)} · ${about}`;
};

function entryBlocks(entry: Entry, news: readonly string[], timezone: string): readonly Block[] {
  const link = safeLink(entry.link);
  const title = escaped(lineOf(entry.title.text));
  const head = link === null ? `*${title}*` : `*<${link.replace(/[<>|]/g, encodeURIComponent)}|${title}>*`;
  const text = [...news, head, ...entry.excerpts.map((excerpt) => `${marked(excerpt)}${originWords(excerpt)}`)].join(
    '\n',
  );
  const time = timeIn(entry.publishedAt ?? entry.seenAt, timezone);
  const about = `${lineOf(entry.outlet.name)} · ${time} · ${entry.reasons.map(reasonOf).join('; ')}`;
  return [{ type: 'section', text: { type: 'mrkdwn', text: cut(text) } }, context(escaped(about))];
}

const context = (text: string): Block => ({ type: 'context', elements: [{ type: 'mrkdwn', text: cut(text) }] });

/** Cut before an escape that would be torn. */
const cut = (text: string): string =>
  text.length <= longestText ? text : `${text.slice(0, longestText).replace(/&[a-z]*$/, '')}…`;

/** The three characters that Slack's mrkdwn reads as its own. */
export const escaped = (text: string): string =>
  text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');

/** Text whose asterisks make nothing bold. */
export const plain = (text: string): string => escaped(text).replaceAll('*', '∗');

/** Matched words are bold; asterisks of the text are not. */
function marked({ text, highlights }: Excerpt): string {
  const pieces: string[] = [];
  let at = 0;
  for (const [start, end] of highlights) {
    pieces.push(plain(text.slice(at, start)), '*', plain(text.slice(start, end)), '*');
    at = end;
  }
  return lineOf(`${pieces.join('')}${plain(text.slice(at))}`);
}
