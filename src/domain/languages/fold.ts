import { withFewMarks } from './marks.ts';

/** Zero-width characters and soft hyphens: seen by nobody, in the middle of words. */
const invisible = /[\u00ad\u200b-\u200f\u2060\ufeff]/g;

/** Marks over Latin letters are folded away, and the stress mark (U+0301, U+0300) anywhere; й and the Kazakh letters stay. */
const latinWithMarks = /(\p{Script=Latin})\p{M}+/gu;
const stress = /[\u0300\u0301]/g;

/** How a word is compared but for `=`: one case, no accents, ё as е. */
export const fold = (word: string): string =>
  isPlain(word)
    ? word.toLowerCase()
    : visible(word)
        .normalize('NFD')
        .replace(stress, '')
        .replace(latinWithMarks, '$1')
        .normalize('NFC')
        .toLowerCase()
        .replaceAll('ё', 'е');

/** How a word is compared after `=`: to the letter, but however it is composed. */
export const exact = (word: string): string => (isPlain(word) ? word : visible(word).normalize('NFC'));

const visible = (word: string): string => withFewMarks(word.replace(invisible, ''));

const isPlain = (word: string): boolean => /^[A-Za-z0-9а-яА-Я]*$/.test(word);
