/** How a word ends decides how its suffix begins. */
export type Sound = 'vowel' | 'glide' | 'р' | 'л' | 'ь' | 'nasal' | 'з' | 'voiceless';

const sounds: readonly (readonly [Sound, string])[] = [
  ['vowel', 'аәеоөұүыіэюя'],
  ['glide', 'иу'],
  ['р', 'рй'],
  ['л', 'л'],
  ['ь', 'ь'],
  ['nasal', 'мнң'],
  ['з', 'зж'],
];

const soundOf = new Map(sounds.flatMap(([sound, letters]) => [...letters].map((letter) => [letter, sound] as const)));

/** Loan words in -в, -г or -д take what the voiceless take: Тоқаевтың. */
export const lastSound = (word: string): Sound => soundOf.get(word.slice(-1)) ?? 'voiceless';

export type Harmony = 'back' | 'front';
export const eitherHarmony: readonly Harmony[] = ['back', 'front'];

export const everySound: readonly Sound[] = sounds.map(([sound]) => sound).concat('voiceless');

/** Suffixes take the kind of the last vowel. и and у decide nothing, nor do the ends of loan words: Тоқаевтың, апрельде, банкі. */
export function harmoniesOf(base: string): readonly Harmony[] {
  if (/(?:[её]в|ов|ь)$/.test(base)) return ['back', 'front'];
  const [last] = /[аоұыяюәеөүіэи](?=[^аоұыяюәеөүіэи]*$)/.exec(base) ?? [];
  if (last === undefined || last === 'и') return ['back', 'front'];
  if (!'аоұыяю'.includes(last)) return ['front'];
  return /[кг]$/.test(base) ? ['back', 'front'] : ['back'];
}

const fronted: Readonly<Record<string, string>> = { а: 'е', ы: 'і', ғ: 'г', қ: 'к' };

/** A suffix with back vowels, as it follows the other kind: дағы, дегі. */
export const harmonized = (suffix: string, harmony: Harmony): string =>
  harmony === 'back' ? suffix : suffix.replace(/[аығқ]/g, (letter) => fronted[letter] ?? letter);

/** Whether a word has a letter that Russian lacks. */
export const hasKazakhLetter = (word: string): boolean => /[әғқңөұүһі]/.test(word);

const softened: Readonly<Record<string, string>> = { к: 'г', қ: 'ғ', п: 'б' };

/** The base as it stands before a vowel: көмег-, наразылығ-, кітаб-; null if as ever. Russian words of one syllable stay: труп is no base of трубы. */
export function softenedEnd(base: string): string | null {
  const soft = softened[base.slice(-1)];
  const isNative = base.length < 4 || hasKazakhLetter(base) || /[аеыо].*[аеыо]/.test(base);
  return soft === undefined || !isNative ? null : base.slice(0, -1) + soft;
}
