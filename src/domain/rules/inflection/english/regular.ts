import { doubling, hardened, invariable, neverVerb, underived, verbsInEe } from './exceptions.ts';
import { addedForms, irregularPasts } from './irregular.ts';

/** All forms of a base word, itself first: -s, -ed, -ing by the rules of spelling, or what the tables say. */
export function formsOfBase(base: string): readonly string[] {
  const forms = [base, ...plurals(base), ...verbForms(base), ...addedForms(base)];
  return forms.filter((form) => form === base || !(invariable.has(form) || underived.has(form)));
}

/** -s, by the last letters. Where writers differ both are listed: embargos, embargoes. */
function plurals(base: string): readonly string[] {
  if (base.length < 2 || /^(?:[aeiouy].|.[aeuy])$/.test(base)) return [];
  if (/[^aeiou]y$/.test(base)) return [`${base.slice(0, -1)}ies`];
  if (/[a-z]sis$/.test(base)) return [`${base.slice(0, -2)}es`];
  if (/.{2}man$/.test(base)) return [`${base}s`, `${base.slice(0, -2)}en`];
  if (base.endsWith('person')) return [`${base}s`, `${base.slice(0, -6)}people`];
  if (/(?:o|ch)$/.test(base)) return [`${base}s`, `${base}es`];
  return [/(?:s|x|z|sh)$/.test(base) ? `${base}es` : `${base}s`];
}

function verbForms(base: string): readonly string[] {
  const irregular = irregularPasts(base);
  if (irregular === null && isNounOnly(base)) return [];
  const stems = stemsOf(base);
  return [...(irregular ?? regularPasts(base, stems)), ...stems.map((stem) => `${stem}ing`)];
}

const isNounOnly = (base: string): boolean =>
  base.length < 3 ||
  neverVerb.has(base) ||
  /(?:ing|[^e]ed|[^aeious]s)$/.test(base) ||
  (base.endsWith('ee') && !verbsInEe.has(base));

function regularPasts(base: string, stems: readonly string[]): readonly string[] {
  if (base.endsWith('e')) return [`${base}d`];
  if (/[^aeiou]y$/.test(base)) return [`${base.slice(0, -1)}ied`];
  return stems.map((stem) => `${stem}ed`);
}

/** What -ed and -ing are put to. */
function stemsOf(base: string): readonly string[] {
  if (base.endsWith('ie')) return [`${base.slice(0, -2)}y`];
  if (base.endsWith('e')) return [/(?:[eoy]|^b)e$/.test(base) ? base : base.slice(0, -1)];
  if (hardened.has(base)) return [`${base}k`];
  if (isDoubling(base)) return [base + base.slice(-1)];
  return mayDouble(base) ? [base, base + base.slice(-1)] : [base];
}

/** One syllable, one vowel, one consonant: stop, quit, plan. Longer ones are known by name: admit. */
const isDoubling = (base: string): boolean =>
  /^(?:[^aeiou]|qu)*[aeiou][bdgklmnprtvz]$/.test(base) || doubling.has(base);

/** British travelled, American traveled. */
const mayDouble = (base: string): boolean => /(?:[aeiouy][^aeiouy]+[aeiou]|ue|ia|ie|ua)l$/.test(base);
