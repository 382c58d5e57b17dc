/** The languages whose words are known; every other text is read like English. */
export type Language = 'en' | 'ru' | 'kk';

const sampleLength = 2000;

/** The language that the publisher names, else the one whose letters the text uses. */
export function languageOf(text: string, named: string | null): Language {
  const subtag = named?.slice(0, 2).toLowerCase();
  if (subtag === 'ru' || subtag === 'kk') return subtag;
  if (subtag !== undefined && subtag !== '') return 'en';
  return languageByLetters(text.slice(0, sampleLength));
}

/** Kazakh Cyrillic has nine letters that Russian lacks; one in a hundred is a name in a Russian text. */
function languageByLetters(text: string): Language {
  const cyrillic = count(text, /\p{Script=Cyrillic}/gu);
  if (cyrillic <= count(text, /\p{Script=Latin}/gu)) return 'en';
  return count(text, /[әғқңөұүһі]/giu) > cyrillic / 100 ? 'kk' : 'ru';
}

const count = (text: string, letter: RegExp): number => text.match(letter)?.length ?? 0;
