import { stemmer as english } from '@orama/stemmers/english';
import { stemmer as russian } from '@orama/stemmers/russian';

/** The Snowball stem, by script; null where there is no stemmer (Kazakh letters, other scripts). */
export function stemOf(word: string): string | null {
  if (/[әғқңөұүһі]/.test(word)) return null;
  if (/^[а-я]+$/.test(word)) return russian(word);
  return /^[a-z]+$/.test(word) ? english(word) : null;
}
