import { type Word, wordsOf } from '../rules/text/words.ts';
import type { FigureKind, StatedFigure } from './figure.ts';

/**
 * A plain reader of figures: a number and, a few words off in the same clause, a word that says what it counts. It knows
 * no attribution, no group and no history; what it is not sure of it leaves out. English and Russian.
 */
export const readPlainFigures = (title: string, body: string): readonly StatedFigure[] => [
  ...readField('title', title),
  ...readField('body', body),
];

const triggers: Readonly<Record<string, FigureKind>> = Object.fromEntries(
  Object.entries({
    killed: 'killed dead die died dies deaths погибли погиб погибла погибших погибло убиты убит убито',
    injured: 'injured wounded hurt injuries ранены ранен ранено раненых пострадали пострадавших',
    arrested: 'arrested detained arrests задержаны задержано задержали арестованы арестовано',
    missing: 'missing',
    displaced: 'displaced evacuated эвакуированы эвакуировано',
    troops: 'troops soldiers servicemen peacekeepers военнослужащих миротворцев солдат',
    aircraft: 'aircraft planes самолетов',
    protesters: 'protesters demonstrators протестующих митингующих',
  } satisfies Record<FigureKind, string>).flatMap(([kind, words]) =>
    words.split(' ').map((word) => [word, kind as FigureKind] as const),
  ),
);

const numberWords: Readonly<Record<string, number>> = Object.fromEntries([
  ...'no zero'.split(' ').map((word) => [word, 0] as const),
  ...'one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty'
    .split(' ')
    .map((word, index) => [word, index + 1] as const),
  ...'один два три четыре пять шесть семь восемь девять десять'
    .split(' ')
    .map((word, index) => [word, index + 1] as const),
  ...'двое трое четверо пятеро шестеро семеро'.split(' ').map((word, index) => [word, index + 2] as const),
  // ACLED's practice: the least that a vague count vouches for.
  ...([
    ['several', 3],
    ['tens', 10],
    ['dozens', 12],
    ['hundreds', 100],
    ['thousands', 1000],
    ['десятки', 10],
    ['сотни', 100],
    ['тысячи', 1000],
  ] as const),
]);

/** A number of the text, with where it stands among the words. */
interface Count {
  readonly min: number;
  readonly from: number;
  readonly to: number;
}

const farthest = 6;

function readField(field: 'title' | 'body', text: string): readonly StatedFigure[] {
  return clausesOf(text).flatMap((words) => {
    const free = byPlace(countsIn(words, text));
    return words.flatMap((word, place): readonly StatedFigure[] => {
      const kind = Object.hasOwn(triggers, word.folded) ? triggers[word.folded] : undefined;
      const count = kind === undefined ? null : nearestCount(free, place);
      if (kind === undefined || count === null) return [];
      for (let taken = count.from; taken <= count.to; taken++) free.delete(taken);
      const [first, last] = [words[Math.min(count.from, place)], words[Math.max(count.to, place)]];
      return [{ kind, min: count.min, span: [field, first?.start ?? 0, last?.end ?? 0] }];
    });
  });
}

/** Words up to the next full stop, semicolon, question or exclamation mark, or line break. */
function clausesOf(text: string): readonly (readonly Word[])[] {
  const clauses: Word[][] = [[]];
  let before: Word | null = null;
  for (const word of wordsOf(text)) {
    if (before !== null && /[.;!?\n](?:\s|$)|;/.test(text.slice(before.end, Math.min(word.start, before.end + 9))))
      clauses.push([]);
    clauses.at(-1)?.push(word);
    before = word;
  }
  return clauses;
}

/** Numbers in digits (`2,500` is one) or words; of a range the lower end; "up to 20" vouches for none. */
function countsIn(words: readonly Word[], text: string): readonly Count[] {
  const counts: Count[] = [];
  for (let place = 0; place < words.length; place++) {
    const read = numberAt(words, place, text);
    if (read === null) continue;
    const upper = isRange(words, read.to) ? numberAt(words, read.to + 2, text) : null;
    const isAtMost = words[place - 1]?.folded === 'to' && words[place - 2]?.folded === 'up';
    counts.push({ min: isAtMost ? 0 : read.min, from: place, to: upper?.to ?? read.to });
    place = upper?.to ?? read.to;
  }
  return counts;
}

const isRange = (words: readonly Word[], last: number): boolean =>
  ['and', 'to'].includes(words[last + 1]?.folded ?? '');

function numberAt(words: readonly Word[], place: number, text: string): Count | null {
  const word = words[place];
  if (word === undefined) return null;
  if (word.folded === 'no' && words[place + 1]?.folded === 'one') return { min: 0, from: place, to: place + 1 };
  if (Object.hasOwn(numberWords, word.folded)) return { min: numberWords[word.folded] ?? 0, from: place, to: place };
  if (!/^\d{1,3}$/.test(word.folded)) return /^\d{4,7}$/.test(word.folded) ? counted(word.folded, place, place) : null;
  let digits = word.folded;
  let last = place;
  for (let next = words[last + 1]; next !== undefined && /^\d{3}$/.test(next.folded); next = words[last + 1]) {
    if (!/^[,\u00a0 ]$/.test(text.slice(words[last]?.end, next.start))) break;
    digits += next.folded;
    last++;
  }
  return counted(digits, place, last);
}

/** Four digits alone are more often a year. */
const counted = (digits: string, from: number, to: number): Count | null =>
  from === to && /^(19|20)\d\d$/.test(digits)
    ? null
    : { min: Math.min(Number(digits), Number.MAX_SAFE_INTEGER), from, to };

/** Each count under every place that it takes. */
function byPlace(counts: readonly Count[]): Map<number, Count> {
  const places = new Map<number, Count>();
  for (const count of counts) for (let place = count.from; place <= count.to; place++) places.set(place, count);
  return places;
}

/** Before the word rather than behind it. */
function nearestCount(free: ReadonlyMap<number, Count>, place: number): Count | null {
  for (let gap = 1; gap <= farthest; gap++) {
    const found = free.get(place - gap) ?? (gap > 1 ? free.get(place + gap - 1) : undefined);
    if (found !== undefined) return found;
  }
  return null;
}
