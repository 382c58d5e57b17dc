import { endings, withEndings } from './endings.ts';

/** Zaliznyak's adjective types by the end of the stem: новый, русский, общий, последний. */
const hard = endings('ый ой ого ому ым ом ая ую ою ое ые ых ыми');
const velar = endings('ий ой ого ому им ом ая ую ою ое ие их ими');
const hushing = endings('ий ой его ему им ем ая ую ей ею ее ие их ими ого ому ом ое');
const soft = endings('ий его ему им ем яя юю ей ею ее ие их ими');
export const shortEndings = endings('0 а о ы');
const shortHard = endings('а о ы');
const shortVelar = endings('а о и');

/** Endings that only adjectives (with participles, and nouns like раненый) have. */
const surely = /(?:[ыои]й|ая|яя|[ую]ю|[оеыи]е|[ое]го|[ое]му|[ыи](?:х|ми?))$/;
/** Endings that nouns have too: главой, законом, ночей, месяцем. */
const perhaps = /(?:[ое]й|[ое]м|[ое]ю)$/;

/**
 * The forms of the word as an adjective or full participle, none if it can't be one. Of the short forms only masculines
 * like опасен are known again: the others look like nouns and adverbs.
 */
export function adjectiveForms(word: string): readonly string[] {
  if (/.[^аеиоуыэюя]ен$/.test(word) && word.length > 5) return declined(`${word.slice(0, -2)}н`, '');
  const root = word.endsWith('ся') ? word.slice(0, -2) : word;
  const ending = (surely.exec(root) ?? (root === word ? perhaps.exec(root) : null))?.[0];
  if (ending === undefined) return [];
  const stem = root.slice(0, -ending.length);
  if (stem.length < (ending === 'ым' || perhaps.test(root) ? 3 : 2) || !/[бвгджзклмнпрстфхцчшщ]$/.test(stem)) return [];
  if (/и[ей]$/.test(ending) && /[аеиоуыюя]н$/.test(stem) && stem !== 'син') return [];
  return root === word ? declined(stem, ending) : reflexive(stem);
}

/** Only participles: начавшийся, начавшаяся. */
const reflexive = (stem: string): readonly string[] =>
  /[шщ]$/.test(stem) ? withEndings(stem, hushing).map((form) => `${form}ся`) : [];

function declined(stem: string, ending: string): readonly string[] {
  if (/[гкх]$/.test(stem)) return [...withEndings(stem, velar), ...shortForms(stem)];
  if (/[жчшщ]$/.test(stem)) return withEndings(stem, hushing);
  if (/^[ияею]/.test(ending)) return stem.endsWith('н') ? withEndings(stem, soft) : [];
  return [...withEndings(stem, hard), ...shortForms(stem)];
}

/** The full forms and the short ones of a participle in -нный, -тый by its short masculine: введен, убит. */
export const passiveForms = (short: string): readonly string[] => [
  ...withEndings(short, shortEndings),
  ...withEndings(short.endsWith('н') ? `${short}н` : short, hard),
];

/** Relational adjectives (российский, часовой) have no short forms; their stems may well be nouns. */
const hasShortForms = /[^аеиоуыэюясц]к$|[^аеиоуыэюя]н$|[иыуоя]т$|[ие]м$|ив$|ат$|ист$/;
const notParticiple = /(?:стра|це|ме|вое|исти|дли|стве)нн$/;
const shortStems = new Set(
  `
готов прав неправ жив здоров нов стар молод богат слаб глуп груб скуп добр бодр мертв пьян сыт прост чист пуст част густ свят рад виноват
смел цел мал велик высок широк глубок далек жесток одинок дорог строг долг тих сух глух плох бел красн черн зелен весел женат ранен`
    .trim()
    .split(/\s+/),
);

/** Short forms: опасен, опасна, опасно; задержан, задержаны; крепок, крепка. */
function shortForms(stem: string): readonly string[] {
  if (!hasShortForms.test(stem) && !shortStems.has(stem)) return [];
  if (/[аяе]нн$/.test(stem) && !notParticiple.test(stem)) return withEndings(stem.slice(0, -1), shortEndings);
  return [...withEndings(stem, /[гкх]$/.test(stem) ? shortVelar : shortHard), shortMasculine(stem)];
}

function shortMasculine(stem: string): string {
  if (/[^аеиоуыэюя]н$/.test(stem)) return `${stem.slice(0, -1).replace(/[ьй]$/, '')}ен`;
  if (/[^аеиоуыэюя]к$/.test(stem))
    return /[жчшьй]к$/.test(stem) ? `${stem.slice(0, -1).replace(/[ьй]$/, '')}ек` : `${stem.slice(0, -1)}ок`;
  return stem;
}
