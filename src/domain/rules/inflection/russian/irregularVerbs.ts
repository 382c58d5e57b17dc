import { coreForms, firstPerson, softened, type Verb } from './conjugation.ts';
import { secondConjugation, verbTable } from './verbTable.ts';

/** Verbal prefixes, and the usual pairs of them: рас-с-казать, про-из-вести. */
const prefixes = new Set(
  `
в во вз вос воз взо возо вс вы до за из изо ис на над надо не недо низ о об обо объ от ото отъ пере произ произо воспроиз переиз недо расс
соот препо предпо сов препод преду превоз превзо перево по под подо подъ пре пред предо при про раз разо рас разъ с со съ въ изъ взъ у`
    .trim()
    .split(/\s+/),
);

const longestPrefix = Math.max(...[...prefixes].map((prefix) => prefix.length));

export const isPrefix = (letters: string): boolean => prefixes.has(letters);

const verbs = new Map<string, readonly Verb[]>();
const byForm = new Map<string, readonly Verb[]>();

for (const line of verbTable.trim().split(/[|\n]/)) add(fromLine(line.split(' ')));
for (const infinitive of secondConjugation.trim().split(/\s+/)) add(fromClassFive(infinitive.replace(/ся$/, '')));

function add(verb: Verb): void {
  verbs.set(verb.infinitive, [...(verbs.get(verb.infinitive) ?? []), verb]);
  for (const form of new Set(coreForms(verb))) byForm.set(form, [...(byForm.get(form) ?? []), verb]);
}

function fromLine([infinitive = '', first = '', third = '', past = '-', passive, others]: readonly string[]): Verb {
  const [masculine, feminine] = past === '-' ? [`${infinitive.slice(0, -2)}л`] : past.split('/');
  const short = passive === '-' ? null : (passive ?? `${infinitive.slice(0, -2)}н`);
  return {
    infinitive,
    first,
    third,
    past: masculine ?? '',
    feminine: feminine ?? `${masculine}а`,
    passive: short,
    others: others?.split(',') ?? [],
  };
}

function fromClassFive(infinitive: string): Verb {
  const stem = infinitive.slice(0, -3);
  const soft = softened(stem)[0] ?? stem;
  const passive = infinitive.endsWith('еть') ? `${soft}ен` : `${infinitive.slice(0, -2)}н`;
  const past = `${infinitive.slice(0, -2)}л`;
  return { infinitive, first: firstPerson(soft), third: `${stem}ит`, past, feminine: `${past}а`, passive };
}

/** The listed verbs with whatever prefix the word has, the longest base first. */
function find(index: ReadonlyMap<string, readonly Verb[]>, word: string): readonly (readonly Verb[])[] {
  const all: (readonly Verb[])[] = [];
  for (let length = 0; length <= Math.min(longestPrefix, word.length - 2); length++) {
    const prefix = word.slice(0, length);
    const found = length === 0 || isPrefix(prefix) ? index.get(word.slice(length)) : undefined;
    if (found !== undefined) all.push(found.map((verb) => prefixed(prefix, verb)));
  }
  return all;
}

const prefixed = (prefix: string, verb: Verb): Verb => ({
  infinitive: prefix + verb.infinitive,
  first: prefix + verb.first,
  third: prefix + verb.third,
  past: prefix + verb.past,
  feminine: prefix + verb.feminine,
  passive: verb.passive === null ? null : prefix + verb.passive,
  others: (verb.others ?? []).map((form) => prefix + form),
});

export const irregularVerbs = {
  ofInfinitive: (infinitive: string): readonly Verb[] => find(verbs, infinitive)[0] ?? [],
  ofForm: (form: string): readonly Verb[] => find(byForm, form).flat(),
};
