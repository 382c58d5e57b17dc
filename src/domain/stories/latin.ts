/** Cyrillic in Latin letters, after the sound rather than any one standard: what follows folds the standards together. */
const letters: Readonly<Record<string, string>> = {
  ...{
    а: 'a',
    ә: 'a',
    б: 'b',
    в: 'v',
    г: 'g',
    ғ: 'g',
    д: 'd',
    е: 'e',
    ж: 'zh',
    з: 'z',
    и: 'i',
    й: 'y',
    к: 'k',
    қ: 'k',
  },
  ...{ л: 'l', м: 'm', н: 'n', ң: 'n', о: 'o', ө: 'o', п: 'p', р: 'r', с: 's', т: 't', у: 'u', ұ: 'u', ү: 'u', ф: 'f' },
  ...{ х: 'h', һ: 'h', ц: 'ts', ч: 'ch', ш: 'sh', щ: 'sh', ъ: '', ы: 'y', і: 'i', ь: '', э: 'e', ю: 'yu', я: 'ya' },
};

/** Spellings of one sound, in the order in which they are folded. Capitals stand for sounds of two letters. */
const sounds: readonly (readonly [RegExp, string])[] = [
  [/dzh|dj|zh/g, 'J'],
  [/j/g, 'J'],
  [/tch|ch/g, 'C'],
  [/shch|sh/g, 'S'],
  [/ts|tz/g, 'T'],
  [/ph/g, 'f'],
  [/kh/g, 'h'],
  [/ck|q/g, 'k'],
  [/c(?=[eiy])/g, 's'],
  [/c/g, 'k'],
  [/x/g, 'ks'],
  [/w/g, 'v'],
];

/** Fewer sounds than this name too many at once. */
const fewestSounds = 3;

/**
 * The key under which a name's spellings in Latin and Cyrillic meet: its consonants, and a vowel only as such at the start
 * (Tokayev and Токаев, Karagandy, Караганда and Қарағанды). Null for a name too short to tell.
 */
export function nameKey(word: string): string | null {
  const latin = word.replace(/[а-яәғқңөұүһі]/g, (letter) => letters[letter] ?? '');
  if (!/^[a-z]+$/.test(latin)) return null;
  const sounding = sounds.reduce((text, [spelling, sound]) => text.replace(spelling, sound), latin);
  const key = sounding
    .replace(/^[aeiouy]+/, 'a')
    .replace(/(?!^)[aeiouyh]+/g, '')
    .replace(/(.)\1+/g, '$1');
  return key.length < fewestSounds ? null : key;
}
