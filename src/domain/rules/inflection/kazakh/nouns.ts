import { eitherHarmony, everySound, type Harmony, harmonized, lastSound, type Sound } from './sounds.ts';

/** With what each suffix begins after each sound; where two stand, both are written. */
const onsets: Readonly<Record<Sound, Onsets>> = {
  vowel: onsetsOf('л н н д д ғ м'),
  glide: onsetsOf('л нд нд д д ғ м'),
  р: onsetsOf('л д д д д ғ м'),
  л: onsetsOf('д д д д д ғ м'),
  ь: onsetsOf('лд д д д д ғ м'),
  nasal: onsetsOf('д н д н д ғ м'),
  з: onsetsOf('д д д д д ғ б'),
  voiceless: onsetsOf('т т т т т қ п'),
};

interface Onsets {
  readonly plural: readonly string[];
  readonly genitive: readonly string[];
  readonly accusative: readonly string[];
  readonly ablative: readonly string[];
  readonly locative: readonly string[];
  readonly dative: readonly string[];
  readonly instrumental: readonly string[];
}

function onsetsOf(line: string): Onsets {
  const [plural = [], genitive = [], accusative = [], ablative = [], locative = [], dative = [], instrumental = []] =
    line.split(' ').map((letters) => [...letters]);
  return { plural, genitive, accusative, ablative, locative, dative, instrumental };
}

/** What of a noun decides which suffixes may follow it. */
export interface NounEnd {
  readonly sound: Sound;
  /** Takes the suffixes of the first and second person: халқымызға. */
  readonly isOwned: boolean;
  /** May stand with a possessive already: министрлігі, министрлігіне. */
  readonly isPossessed: boolean;
}

/** Short words are owned by nobody: қалам is a pen, not my қала, and қысым is pressure, not my қыс. */
export function nounEnd(noun: string): NounEnd {
  const sound = lastSound(noun);
  return { sound, isOwned: noun.length > (sound === 'vowel' ? 5 : 3), isPossessed: /.{4}[ыі]$/.test(noun) };
}

const known = new Map<string, ReadonlySet<string>>();

/** All chains of plural, possessive and case that may follow a noun, with -ғы on the locative: Алматыдағылардың. */
export function nounSuffixes(end: NounEnd, harmony: Harmony): ReadonlySet<string> {
  const name = `${harmony} ${end.sound} ${end.isOwned} ${end.isPossessed}`;
  const suffixes = known.get(name) ?? new Set(chains(end).map((chain) => harmonized(chain, harmony)));
  known.set(name, suffixes);
  return suffixes;
}

/** Whatever may follow some noun. */
export const everyNounSuffix = (): readonly string[] =>
  everySound.flatMap((sound) =>
    eitherHarmony.flatMap((harmony) =>
      [true, false].flatMap((isPossessed) => [...nounSuffixes({ sound, isOwned: true, isPossessed }, harmony)]),
    ),
  );

function chains({ sound, isOwned, isPossessed }: NounEnd): readonly string[] {
  const owners = [
    ...thirdPerson(sound),
    ...(isOwned ? otherPersons(sound) : []),
    ...(isPossessed ? casesOfOwned() : []),
  ];
  const plural = ['', ...thirdPerson('р'), ...otherPersons('р'), ...cases('р')];
  const plurals = onsets[sound].plural.flatMap((onset) => plural.map((rest) => `${onset}ар${rest}`));
  return [...owners, ...cases(sound), ...plurals];
}

/** басшысы, басшысында */
function thirdPerson(after: Sound): readonly string[] {
  const owners = after === 'vowel' ? ['сы'] : after === 'glide' ? ['ы', 'сы'] : ['ы'];
  return owners.flatMap((owner) => [owner, ...casesOfOwned().map((ofCase) => owner + ofCase)]);
}

const casesOfOwned = (): readonly string[] => ['н', 'на', 'нан', 'ның', 'мен', 'менен', ...locatives('нда')];

/** халқым, халқыңа, халқымызға */
function otherPersons(after: Sound): readonly string[] {
  const link = after === 'vowel' ? '' : 'ы';
  // Not -ма after a vowel, which makes other words: тапсырма.
  const ofOne = ['', ...(link === '' ? [] : ['а']), ...cases('nasal')];
  const one = ['м', 'ң'].flatMap((owner) => ofOne.map((ofCase) => link + owner + ofCase));
  const many = ['мыз', 'ңыз'].flatMap((owner) => ['', ...cases('з')].map((ofCase) => link + owner + ofCase));
  return [...one, ...many];
}

function cases(after: Sound): readonly string[] {
  return [...plainCases(after), ...onsets[after].locative.flatMap((onset) => locatives(`${onset}а`))];
}

function plainCases(after: Sound): readonly string[] {
  const { genitive, accusative, ablative, dative, instrumental } = onsets[after];
  return [
    ...genitive.map((onset) => `${onset}ың`),
    ...accusative.map((onset) => `${onset}ы`),
    ...ablative.map((onset) => `${onset}ан`),
    ...dative.map((onset) => `${onset}а`),
    ...instrumental.flatMap((onset) => [`${onset}ен`, `${onset}енен`]),
  ];
}

/** Алматыда, Алматыдағы, Алматыдағылар */
function locatives(locative: string): readonly string[] {
  const attributes = ['', ...plainCases('vowel'), 'да', 'сы', 'сын', 'сына', 'сында', 'сының', 'лар', 'лары', 'ларда'];
  const ofMany = plainCases('р').map((ofCase) => `лар${ofCase}`);
  return [locative, ...[...attributes, ...ofMany].map((rest) => `${locative}ғы${rest}`)];
}
