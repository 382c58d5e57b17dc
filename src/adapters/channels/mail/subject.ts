import type { Entry } from '../../../domain/digests/entry.ts';
import type { Message } from '../../../domain/digests/message.ts';
import { isMoved, storyGroups } from '../../../domain/digests/storyGroups.ts';
import { figureWords } from './figureWords.ts';
import { lineOf } from './hostileText.ts';

const longest = 150;

/** The news itself for an alert; what is in it, and how much, for a digest. */
export function subjectOf(message: Message): string {
  const [first] = message.entries;
  const title = lineOf(first?.title.text ?? 'Nothing new');
  if (message.kind === 'alert')
    return shortened([ruleNames(message.entries), ...moved(message.entries), title].join(': '));
  const count = message.entries.length;
  return shortened(`${count} ${count === 1 ? 'report' : 'reports'}: ${ruleNames(message.entries)}`);
}

/** `killed 26 → 164, injured 353 → 748`: at most two figures that moved. */
function moved(entries: readonly Entry[]): readonly string[] {
  const figures = storyGroups(entries).flatMap((group) => group.figures.filter(isMoved));
  return figures.length === 0 ? [] : [figures.slice(0, 2).map(figureWords).join(', ')];
}

/** The names of all rules that brought the entries, each once. */
export const ruleNames = (entries: readonly Entry[]): string =>
  [...new Set(entries.flatMap(({ reasons }) => reasons.map(({ ruleName }) => lineOf(ruleName))))].join(', ');

const shortened = (text: string): string =>
  text.length <= longest
    ? text
    : `${[...text]
        .slice(0, longest - 1)
        .join('')
        .trimEnd()}…`;
