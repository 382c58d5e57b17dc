import { remembered } from '../../basics/remembered.ts';
import { englishForms } from './english.ts';
import { russianForms } from './russian.ts';

/** Concepts of a thousand words are compiled again with every letter that somebody types into a query. */
const mostRemembered = 5000;

/** Every form under which a folded query word is looked for, itself first. Kazakh forms are tested, not listed. */
export const formsOf: (word: string) => readonly string[] = remembered(mostRemembered, (word) => {
  if (/^[a-z]+$/.test(word)) return englishForms(word);
  return /^[а-я]+$/.test(word) ? russianForms(word) : [word];
});

/** Whether Kazakh suffixes may follow the word: any Cyrillic one, since Алматы and Астана are written alike in both. */
export const mayBeKazakh = (word: string): boolean => /^[а-яәғқңөұүһі]+$/.test(word);
