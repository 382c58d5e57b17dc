import { passiveForms } from './adjectives.ts';
import { allForms, coreForms, firstPerson, reflexive, softened, type Verb } from './conjugation.ts';
import { nounsInT } from './irregular.ts';
import { irregularVerbs, isPrefix } from './irregularVerbs.ts';

/**
 * The forms of the word as a verb, none if it can't be one. An infinitive, and a form that only verbs have, give
 * participles in all cases too. A full participle is taken for an adjective: whoever asks for протестующие means people.
 */
export function verbForms(word: string): readonly string[] {
  if (nounsInT.has(word)) return [];
  const root = word.replace(/с[ья]$/, '');
  if (root === word) return conjugated(word);
  const gerund = /[^аеиоуыюя]я$/.test(root) ? verbsOf(`${root.slice(0, -1)}ить`).flatMap(allForms) : [];
  return [...new Set([...conjugated(root), ...gerund])].flatMap(reflexive);
}

function conjugated(word: string): readonly string[] {
  if (isInfinitive(word)) return verbsOf(word).flatMap(allForms);
  const known = irregularVerbs.ofForm(word);
  if (known.length > 0) return known.flatMap(allForms);
  return infinitivesOf(word).flatMap(verbsOf).flatMap(extentOf(word));
}

/** Participles in all their cases are many: капитал, страна, последним may well be no verbs, and get none. */
function extentOf(word: string): (verb: Verb) => readonly string[] {
  if (/[аяе]н[аоы]?$/.test(word))
    return (verb) => [...coreForms(verb), ...(verb.passive === null ? [] : passiveForms(verb.passive))];
  return /(?:ла?|[аяи]в|им|[аяе]я)$/.test(word) && !startsWithPrefix(word) ? coreForms : allForms;
}

const isInfinitive = (word: string): boolean => /(?:[аеиоуыя]|с|з)ть$|[сзй]ти$|чь$/.test(word);

/** The verbs of an infinitive: one, or several where its class doesn't show. */
function verbsOf(infinitive: string): readonly Verb[] {
  const known = irregularVerbs.ofInfinitive(infinitive);
  return known.length > 0 ? known : regular(infinitive);
}

function regular(infinitive: string): readonly Verb[] {
  const stem = infinitive.slice(0, -2);
  if (stem.length < 3) return [];
  const root = stem.slice(0, -1);
  if (/[оеу]ва$/.test(stem)) return ovat(infinitive, stem);
  if (/[ая]$/.test(stem)) return [verb(infinitive, `${stem}ю`, `${stem}ет`, `${stem}н`)];
  if (stem.endsWith('е')) return [verb(infinitive, `${stem}ю`, `${stem}ет`, null)];
  if (stem.endsWith('ну')) return nut(infinitive, root);
  return stem.endsWith('и') ? it(infinitive, root) : [];
}

const verb = (infinitive: string, first: string, third: string, passive: string | null): Verb => {
  const past = `${infinitive.slice(0, -2)}л`;
  return { infinitive, first, third, past, feminine: `${past}а`, passive };
};

/** Class 2: арестовать → арестует, воевать → воюет; in -евать also class 1: одевать → одевает. */
function ovat(infinitive: string, stem: string): readonly Verb[] {
  const root = stem.slice(0, -3);
  const first = verb(infinitive, `${stem}ю`, `${stem}ет`, `${stem}н`);
  if (stem.endsWith('ува')) return [first];
  const u = stem.endsWith('ова') || /[жчшщц]$/.test(root) ? 'у' : 'ю';
  const second = verb(infinitive, `${root}${u}ю`, `${root}${u}ет`, `${stem}н`);
  return u === 'у' ? [second] : [first, second];
}

/** Class 3: достигнуть → достигнет, достигнут; достиг where the consonant allows. */
function nut(infinitive: string, root: string): readonly Verb[] {
  const long = verb(infinitive, `${root}у`, `${root}ет`, `${root}ут`);
  const short = root.slice(0, -1);
  return /[аеиоуыя][бгкхзсп]$|р[гзк]$/.test(short) ? [long, { ...long, past: short, feminine: `${short}ла` }] : [long];
}

/** Class 4: объявить → объявлю, объявлен; each softening that the consonant may have. */
const it = (infinitive: string, root: string): readonly Verb[] =>
  softened(root).map((soft) => verb(infinitive, firstPerson(soft), `${root}ит`, `${soft}ен`));

/** By the ending of a regular form: стреляли, сообщает, арестуют, объявит, погибли, задержав, объявлены. */
function infinitivesOf(word: string): readonly string[] {
  const found: string[] = [];
  for (const [pattern, endings] of patterns) {
    const match = pattern.exec(word);
    if (match === null) continue;
    const stem = word.slice(0, match.index);
    if (stem.length >= 3) for (const ending of endings) found.push(stem + ending);
  }
  return [...new Set(found.concat(fromPassive(word)))];
}

/** What a form ends in, from there on to what the infinitive ends in instead. */
const patterns: readonly (readonly [RegExp, readonly string[]])[] = [
  [/(?<=[аяеиыу])л[аои]?$/, ['ть']],
  [/(?<=..[бгкхзсп])л[аои]$/, ['нуть']],
  [/(?<=(?:гиб|чез|стиг|верг|двиг|вык|воз?ник|мерз|сох|креп|тих|торг))$/, ['нуть']],
  [/(?<=[аяе])(?:ешь|ет|ем|ете|ют|ю|я)$/, ['ть']],
  [/у(?:ешь|ет|ем|ете|ют|я)$/, ['овать']],
  [/(?<=[жчшщц])у(?:ешь|ет|ем|ете|ют|я)$/, ['евать']],
  [/ю(?:ешь|ет|ем|ете|ют|ю|я)$/, ['евать']],
  [/(?<=[^аеиоуыюя])н(?:ешь|ет|ем|ете|ут)$|(?<=[аеиоуыюя])н(?:ешь|ет|ут)$/, ['нуть']],
  [/(?:ишь|ит|ите|ят)$|(?<=[жчшщ])ат$|(?<=[^гкхжчшщ])им$/, ['ить']],
  [/(?<=[аяеу])йте?$/, ['ть']],
  [/(?<=...[аяиу])в(?:ши)?$|(?<=...е)вши$/, ['ть']],
];

/** Short passive participles by what softened: объявлен → объявить, захвачен → захватить, задержан → задержать. */
function fromPassive(word: string): readonly string[] {
  const match = /^(.+[аяе]|.+ну)[нт][аоы]?$/.exec(word);
  const stem = match?.[1];
  if (stem === undefined || !startsWithPrefix(stem) || !/[аеиоуыюя]./.test(stem)) return [];
  if (!stem.endsWith('е'))
    return /[аяу]$/.test(stem) && (stem.endsWith('ну') || /н[аоы]?$/.test(word)) ? [`${stem}ть`] : [];
  const root = stem.slice(0, -1);
  return /н[аоы]?$/.test(word) ? hardened(root).map((hard) => `${hard}ить`) : [];
}

/** Perfective verbs, which passive participles come from, nearly all have a prefix; those in -ова- need none. */
const startsWithPrefix = (stem: string): boolean => {
  if (/[оеи]ва$/.test(stem)) return true;
  for (let length = 1; length <= 4; length++) if (isPrefix(stem.slice(0, length))) return true;
  return false;
};

function hardened(root: string): readonly string[] {
  if (/[бпвмф]л$/.test(root)) return [root.slice(0, -1)];
  if (root.endsWith('жд')) return [`${root.slice(0, -2)}д`];
  const rest = root.slice(0, -1);
  if (root.endsWith('ж')) return [root, `${rest}д`, `${rest}з`];
  if (root.endsWith('ч')) return [root, `${rest}т`];
  if (root.endsWith('ш')) return [root, `${rest}с`];
  return root.endsWith('щ') ? [`${rest}т`, `${rest}ст`] : [root];
}
