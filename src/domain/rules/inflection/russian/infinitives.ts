import { isPrefix } from './irregularVerbs.ts';

/** The infinitives of a regular form: стреляли, сообщает, арестуют, объявит, погибли, задержав, объявлены. */
export function infinitivesOf(word: string): readonly string[] {
  const found: string[] = [];
  for (const [pattern, ending] of patterns) {
    const at = pattern.exec(word)?.index ?? 0;
    if (at >= 3) found.push(word.slice(0, at) + ending);
  }
  if (startsWithPrefix(word)) found.push(...fromPrefixed(word), ...fromPassive(word));
  return [...new Set(found)];
}

/** What a form ends in, and what the infinitive has instead. */
const patterns: readonly (readonly [RegExp, string])[] = [
  [/(?<=[аяеиыу])л[аои]?$/, 'ть'],
  [/(?<=..[бгкхзсп])л[аои]$/, 'нуть'],
  [/(?<=(?:гиб|чез|стиг|верг|двиг|вык|воз?ник|мерз|сох|креп|тих|торг))$/, 'нуть'],
  [/(?<=[аяе])(?:ешь|ет|ем|ете|ют|ю|я)$/, 'ть'],
  [/у(?:ешь|ет|ем|ете|ют|я)$/, 'овать'],
  [/(?<=[жчшщц])у(?:ешь|ет|ем|ете|ют|я)$/, 'евать'],
  [/ю(?:ешь|ет|ем|ете|ют|ю|я)$/, 'евать'],
  [/(?<=[^аеиоуыюя])н(?:ешь|ет|ем|ете|ут)$/, 'нуть'],
  [/(?:ишь|ит|ите|ят)$|(?<=[жчшщ])ат$|(?<=[^гкхжчшщ])им$/, 'ить'],
  [/(?<=[аяеу])йте?$/, 'ть'],
  [/(?<=[аяеиу])вши$/, 'ть'],
];

/** Endings that nouns have too (мотив, кабинет) are trusted after a prefix: объявив, обманет. */
function fromPrefixed(word: string): readonly string[] {
  const gerund = /^(.{2,}[аяиу])в$/.exec(word)?.[1];
  const future = /^(.{2,}[аеиоуыюя]н)(?:ешь|ет|ут)$/.exec(word)?.[1];
  return [...(gerund ? [`${gerund}ть`] : []), ...(future ? [`${future}уть`] : [])];
}

/** Short passive participles: задержан → задержать, достигнут → достигнуть, объявлен → объявить. */
function fromPassive(word: string): readonly string[] {
  const stem = /^(.*[аеиоуыюя].+)(?:н|(?<=ну)т)[аоы]?$/.exec(word)?.[1] ?? '';
  if (/ну$|я$/.test(stem)) return [`${stem}ть`];
  if (stem.endsWith('а')) return isNounLike(word) ? [] : [`${stem}ть`];
  return /..е$/.test(stem) && !bareRoot.test(stem) ? hardened(stem.slice(0, -1)).map((root) => `${root}ить`) : [];
}

/** орган, охрана: a prefix of one letter is not enough before -ан. */
const isNounLike = (word: string): boolean => /ана?$/.test(word) && !startsWithPrefix(word, 2);

/** измена, замена, перемена: nothing but a consonant after the prefix. */
const bareRoot = /^(?:за|из|от|пере|с|по|при|про|раз)ме$/;

/** Perfective verbs, which passive participles come from, nearly all have a prefix; those in -ова- need none. */
export function startsWithPrefix(word: string, least = 1): boolean {
  if (/[оеи]ва(?:н[аоы]?|ла?)?$/.test(word)) return true;
  for (let length = least; length <= 4 && length < word.length - 2; length++)
    if (isPrefix(word.slice(0, length))) return true;
  return false;
}

/** The way back from `softened`: объявл- → объяв-, освобожд- → освобод-, захвач- → захват-. */
function hardened(root: string): readonly string[] {
  if (/[бпвмф]л$/.test(root)) return [root.slice(0, -1)];
  if (root.endsWith('жд')) return [`${root.slice(0, -2)}д`];
  const rest = root.slice(0, -1);
  if (root.endsWith('ж')) return [root, `${rest}д`, `${rest}з`];
  if (root.endsWith('ч')) return [root, `${rest}т`];
  if (root.endsWith('ш')) return [root, `${rest}с`];
  return root.endsWith('щ') ? [`${rest}т`, `${rest}ст`] : [root];
}
