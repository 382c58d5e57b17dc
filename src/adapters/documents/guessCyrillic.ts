import { decodeKazakh, kazakhCodePages } from './kazakhCodePages.ts';

const common = 'оеаинтсрвл';
const rare = 'бчйхжшюцщэфъё';
const candidates = ['windows-1251', 'koi8-r', 'ibm866', 'iso-8859-5', 'x-mac-cyrillic'] as const;

/**
 * Letters of Kazakh alone. Of the bytes that stand for them Ukrainian and Macedonian in windows-1251 use no more than three, so
 * that a text with more of them is Kazakh.
 */
const kazakh = 'әғқңөұү';
const fewestKazakh = 4;

/** What is looked at: enough for a verdict, little enough for any document. */
const sampleBytes = 20_000;
const fewestLetters = 6;
/** Russian comes to 0.56; other scripts, and Russian in a wrong charset, to less than nothing. */
const leastScore = 0.3;

/** What a charset that nobody names by default is ahead of the others where it is named. */
const belief = 0.05;

/** The charset of a Russian or Kazakh text by what its letters would be in each, with some belief in a name; null for other texts. */
export function guessCyrillic(bytes: Uint8Array, named: string | undefined): string | null {
  const start = bytes.findIndex((byte) => byte >= 0x80);
  const sample = bytes.subarray(start, start + sampleBytes);
  const read = [
    ...candidates.map((name) => ({ name, text: new TextDecoder(name).decode(sample) })),
    ...kazakhCodePages.map((name) => ({ name, text: decodeKazakh(sample, name) })).filter(({ text }) => isKazakh(text)),
  ];
  const scored = read.map(({ name, text }) => ({
    name,
    score: likeness(text) + (name === named && name === 'x-mac-cyrillic' ? belief : 0),
  }));
  const best = scored.reduce((a, b) => (b.score > a.score ? b : a));
  return best.score >= leastScore ? best.name : null;
}

const isKazakh = (text: string): boolean =>
  [...kazakh].filter((letter) => text.includes(letter)).length >= fewestKazakh;

/**
 * How much a text is like Russian, by letter: the ten common ones (two thirds of any text) count for it, the rare ones against
 * it, and so does what no Russian word does: a capital behind a small letter, a letter beside a Latin one.
 */
function likeness(text: string): number {
  let letters = 0;
  let score = 0;
  let before = ' ';
  for (const character of text) {
    if (character > '\u007f') {
      letters++;
      score += worth(character, before);
    } else if (isLatin(character) && before > '\u007f' && isLetter(before)) score -= 2;
    before = character;
  }
  return letters < fewestLetters ? 0 : score / letters;
}

function worth(character: string, before: string): number {
  const small = character.toLowerCase();
  if (!isLetter(character)) return '«»„“”’–—…№\u00a0'.includes(character) ? 0 : -1;
  if (isLatin(before) || (character !== small && isSmall(before))) return -2;
  if (common.includes(small)) return 1;
  return rare.includes(small) ? -1 : 0;
}

const isLatin = (character: string): boolean => /[a-z]/i.test(character);
const isLetter = (character: string): boolean => /[а-яёіїєґўәғқңөұүһ]/i.test(character);
const isSmall = (character: string): boolean => /[а-яёіәғқңөұүһ]/.test(character);
