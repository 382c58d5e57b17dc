import { nounSuffixes } from './nouns.ts';
import {
  eitherHarmony,
  everySound,
  type Harmony,
  harmoniesOf,
  harmonized,
  hasKazakhLetter,
  lastSound,
  type Sound,
} from './sounds.ts';

/** What may follow a verb's stem to the word's end, and what makes a noun of it, to be declined: participles, -у. */
interface VerbSuffixes {
  readonly finite: ReadonlySet<string>;
  readonly nominal: readonly string[];
}

const known = new Map<string, VerbSuffixes>();

function verbSuffixes(after: Sound, harmony: Harmony): VerbSuffixes {
  const name = `${after} ${harmony}`;
  const suffixes = known.get(name) ?? {
    // The wish not negated: мәлімдемесін is mostly a noun, "its statement".
    finite: new Set(['сын', ...negatedToo(after, finite)].map((suffix) => harmonized(suffix, harmony))),
    nominal: negatedToo(after, nominal).map((suffix) => harmonized(suffix, harmony)),
  };
  known.set(name, suffixes);
  return suffixes;
}

/** ұсталмады, жараланбаған */
const negatedToo = (after: Sound, suffixes: (after: Sound) => readonly string[]): readonly string[] => [
  ...suffixes(after),
  ...suffixes('vowel').map((suffix) => `${denying(after)}а${suffix}`),
];

const denying = (after: Sound): string =>
  after === 'voiceless' ? 'п' : after === 'nasal' || after === 'з' ? 'б' : 'м';

/** Past, present, converb, condition and intent. */
function finite(after: Sound): readonly string[] {
  // Without -қ (we did): with it қазақстанды would find қазақстандық.
  const persons = ['', 'м', 'ң', 'ңыз', 'ңдар'];
  return [
    ...persons.map((person) => `${after === 'voiceless' ? 'ты' : 'ды'}${person}`),
    ...persons.map((person) => `са${person}`),
    ...links(after).flatMap((link) => ['ды', 'мын', 'сың', 'сыз', 'мыз'].map((person) => link + person)),
    ...(after === 'vowel' ? ['п', 'пты'] : ['ып', 'ыпты']),
    `${denying(after)}ақ`,
  ];
}

const nominal = (after: Sound): readonly string[] => [
  after === 'voiceless' ? 'қан' : 'ған',
  ...links(after).map((link) => `${link}тын`),
  'у',
];

const links = (after: Sound): readonly string[] => (after === 'vowel' ? ['й'] : ['а']);

const participle = { sound: 'nasal', isOwned: true, isPossessed: false } as const;
const infinitive = { sound: 'glide', isOwned: true, isPossessed: false } as const;

/** Whether a verb's stem may be followed so: ұстал-ғандардың. */
export function followsVerb(stem: string): (suffix: string) => boolean {
  const after = lastSound(stem);
  const tests = harmoniesOf(stem).map((harmony) => {
    const { finite, nominal } = verbSuffixes(after, harmony);
    const declined = { н: nounSuffixes(participle, harmony), у: nounSuffixes(infinitive, harmony) };
    const isDeclined = (suffix: string, noun: string): boolean =>
      suffix.startsWith(noun) &&
      (suffix.length === noun.length || declined[noun.endsWith('у') ? 'у' : 'н'].has(suffix.slice(noun.length)));
    return (suffix: string) => finite.has(suffix) || nominal.some((noun) => isDeclined(suffix, noun));
  });
  return (suffix) => tests.some((test) => test(suffix));
}

/** Whatever may follow some verb's stem. */
export const everyVerbSuffix = (): readonly string[] =>
  everySound.flatMap((after) =>
    eitherHarmony.flatMap((harmony) => {
      const { finite, nominal } = verbSuffixes(after, harmony);
      const declined = nominal.flatMap((noun) => {
        const suffixes = nounSuffixes(noun.endsWith('у') ? infinitive : participle, harmony);
        return [noun, ...[...suffixes].map((suffix) => noun + suffix)];
      });
      return [...finite, ...declined];
    }),
  );

const [vowel, consonant] = ['[аәеоөұүыіэюя]', '[^аәеоөұүыіэюя]'];
const hard = '[пфкқтсшщчцхһбвгғд]';

/** How words end that may be a verb's; what stands before is its stem. */
const endings = [
  // Past and participle, as they agree with the last letter of the stem.
  new RegExp(`(?:(?<!${hard})(?:д[ыі]|[ғг][ае]н)|(?<=${hard})(?:т[ыі]|[қк][ае]н))$`),
  // Present and converb.
  new RegExp(`(?:(?<=.{2}${consonant})[ае]д[ыі]|(?<=${vowel})йд[ыі])$`),
  new RegExp(`(?<=.{2}${consonant})[ыі]п$`),
  // Infinitive.
  new RegExp(`(?<=.{2}(?:${consonant}|[ае]))у$`),
];

/** Nouns and adjectives that only look like verbs; the stem of each is a verb or another noun. */
const noVerbs = new Set('басты қатысты байланысты қауіп қалып әріп ғұрып құлып қару ақтау'.split(' '));

/** The verbs of which the word may be a form: `ұстал` of ұсталды, ұсталған and ұсталу, `шық` of шығып. */
export function verbStems(word: string): readonly string[] {
  if (noVerbs.has(word)) return [];
  const stems = endings.flatMap((ending) => {
    const at = word.search(ending);
    return at < 0 ? [] : [hardened(word.slice(0, at))];
  });
  return [...new Set(stems)].filter((stem) => stem.length >= leastStem(stem, word));
}

/** No verb ends in these: шығып is of шық, табу of тап. */
const hardConsonants: Readonly<Record<string, string>> = { ғ: 'қ', б: 'п' };
const hardened = (stem: string): string => stem.slice(0, -1) + (hardConsonants[stem.slice(-1)] ?? stem.slice(-1));

/** Two letters are a stem (өл, ұш) if they are no Russian ones; Russian words end in -у as well (кану). */
function leastStem(stem: string, word: string): number {
  if (hasKazakhLetter(stem)) return 2;
  return word.endsWith('у') && !hasKazakhLetter(word) ? 4 : 3;
}
