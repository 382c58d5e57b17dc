import { everyNounSuffix, nounEnd, nounSuffixes } from './kazakh/nouns.ts';
import { harmoniesOf, hasKazakhLetter, softenedEnd } from './kazakh/sounds.ts';
import { everyVerbSuffix, followsVerb, verbStems } from './kazakh/verbs.ts';

/** The Kazakh forms of a word. A noun takes thousands of chains of suffixes, so that they are tested, not listed. */
export interface KazakhForms {
  /** Every form begins with one of these; none if the word is too short. */
  readonly keys: readonly string[];
  has(word: string): boolean;
}

/** A beginning, and what may follow it up to the word's end. */
interface Beginning {
  readonly key: string;
  allows(suffix: string): boolean;
}

/** Words of their own that look like forms of shorter ones: басқа is "other", not "to the head". */
const independent = new Set('басқа қысқа кейін қатты теңге оқиға қазына сенім қысым қайда'.split(' '));

/** By suffixes that grammar allows on the word, with the harmony of its vowels: қала never finds қалай. */
export function kazakhForms(word: string): KazakhForms {
  const nouns = nounsOf(word);
  const beginnings = [...nouns.flatMap(nounBeginnings), ...verbStems(word).flatMap(verbBeginnings)];
  return {
    keys: [...new Set(beginnings.map(({ key }) => key))],
    has: (other) =>
      nouns.includes(other) || (beginnings.some((beginning) => continues(beginning, other)) && !independent.has(other)),
  };
}

let tails: ReadonlySet<string> | null = null;

/** With what some Kazakh word may be followed; other tails need not be asked about word by word. */
export function kazakhTails(): ReadonlySet<string> {
  tails ??= new Set(['', 'ып', 'іп', ...everyNounSuffix(), ...everyVerbSuffix()]);
  return tails;
}

const continues = ({ key, allows }: Beginning, word: string): boolean =>
  word.length > key.length && word.startsWith(key) && allows(word.slice(key.length));

/** The word, and without a plural: әскерлер finds what әскер finds. */
function nounsOf(word: string): readonly string[] {
  if (word.length < 3) return [];
  const singular = /[лдт][ае]р$/.test(word) ? word.slice(0, -3) : '';
  return singular.length > 2 && followsNoun(singular)(word.slice(-3)) ? [word, singular] : [word];
}

/** Three letters are too often the beginning of a Russian word, unless either part has a letter that Russian lacks. */
function followsNoun(noun: string): (suffix: string) => boolean {
  const allowed = harmoniesOf(noun).map((harmony) => nounSuffixes(nounEnd(noun), harmony));
  const mayBeRussian = noun.length < 4 && !hasKazakhLetter(noun);
  return (suffix) => allowed.some((suffixes) => suffixes.has(suffix)) && !(mayBeRussian && !hasKazakhLetter(suffix));
}

/** Nouns that lose their last vowel before a possessive: халық → халқы, ауыз → аузы. */
const contracting = new Set(
  'ауыз ерін мойын мұрын орын халық қарын көрік қауіп құлық бөрік әріп ғұрып ерік қойын мүлік құлып нарық парық ырық қалып дауыс'.split(
    ' ',
  ),
);

/** көмек: көмектің, көмегі; халық: халықтың, халқы. Loan words may keep their consonant: банкі. */
function nounBeginnings(noun: string): readonly Beginning[] {
  const follows = followsNoun(noun);
  const soft = softenedEnd(noun);
  const isSoft = soft !== null && hasKazakhLetter(noun);
  const contracted = contracting.has(noun) ? noun.slice(0, -2) + noun.slice(-1) : null;
  return [
    { key: noun, allows: isSoft ? (suffix) => !/^[ыі]/.test(suffix) && follows(suffix) : follows },
    ...beforeVowel(soft, follows),
    ...beforeVowel(contracted, follows),
  ];
}

/** тап: тапты, табады, тауып */
function verbBeginnings(stem: string): readonly Beginning[] {
  const follows = followsVerb(stem);
  const ofConverb = stem.endsWith('п') ? `${stem.slice(0, -1)}у` : null;
  const soft = stem.endsWith('п') ? `${stem.slice(0, -1)}б` : softenedEnd(stem);
  return [
    { key: stem, allows: follows },
    ...beforeVowel(soft, follows),
    ...(ofConverb === null ? [] : [{ key: ofConverb, allows: (suffix: string) => /^[ыі]п$/.test(suffix) }]),
  ];
}

const beforeVowel = (key: string | null, follows: (suffix: string) => boolean): readonly Beginning[] =>
  key === null ? [] : [{ key, allows: (suffix) => /^[ыіаеу]/.test(suffix) && follows(suffix) }];
