/** The languages whose words are known; texts in other letters than Cyrillic are read like English. */
export type Language = 'en' | 'ru' | 'kk';

const sampleLength = 2000;

/** The language that the publisher names where it is Russian or Kazakh, else the one whose letters the text uses. */
export function languageOf(text: string, named: string | null): Language {
  const subtag = named?.slice(0, 2).toLowerCase();
  return subtag === 'ru' || subtag === 'kk' ? subtag : languageByLetters(text);
}

/** Kazakh Cyrillic has letters that Russian lacks (і is Ukrainian as well): a tenth of its own, in Russian a name here and there. */
function languageByLetters(text: string): Language {
  let [latin, cyrillic, kazakh] = [0, 0, 0];
  for (let at = 0; at < Math.min(text.length, sampleLength); at++) {
    const unit = text.charCodeAt(at);
    if (unit >= 0x400 && unit < 0x530) {
      cyrillic++;
      if (kazakhLetters.has(unit)) kazakh++;
    } else if ((unit | 32) >= 97 && (unit | 32) <= 122) latin++;
  }
  if (cyrillic <= latin) return 'en';
  return kazakh * 50 > cyrillic ? 'kk' : 'ru';
}

const kazakhLetters = new Set([...'әғқңөұүһӘҒҚҢӨҰҮҺ'].map((letter) => letter.charCodeAt(0)));
