const split = (endings: string): readonly string[] =>
  endings.split(' ').map((ending) => (ending === '0' ? '' : ending));

/** Endings that go together on one stem. The gender of a word is not known, so a class holds those of all genders. */
const hardNoun = split('0 а у о ы и е ой ою ом ов ам ами ах ей');
const softNoun = split('ь й я ю е и ем ей ею ью ев ям ями ях');
const iNoun = split('ия ие ии ию ией ием ий иям иями иях');
const surname = split('0 а у ым е ой ы ых ыми');
const adjective = split('ый ий ой ого его ому ему ым им ом ем ая яя ую юю ое ее ые ие ых их ыми ими ою ею');
const past = split('л ла ло ли');
const participle = split('н на но ны нный нного нному нным нном нная нной нную нное нные нных нными');
const personal = split('ю у ешь ишь ет ит ем им ете ите ют ут ят ат ют');

const vowelEnd = /[аеиоуыэюяьй]$/;

/**
 * All forms of a Russian word by rule: nouns of every declension with fleeting vowels, adjectives, surnames, and the
 * common patterns of verbs. Over-long by design (a class holds the endings of all genders); derivation is left out.
 */
export function russianForms(word: string): readonly string[] {
  if (word.length < 3) return [word];
  const forms = [word, ...nounForms(word), ...adjectiveForms(word), ...verbForms(word)];
  return [...new Set(forms.filter((form) => form.length > 1))];
}

const withEndings = (stem: string, endings: readonly string[]): readonly string[] =>
  stem.length < 2 ? [] : endings.map((ending) => stem + ending);

function nounForms(word: string): readonly string[] {
  if (/(ия|ие|ии|ию|ий|иях|иям|ией|ием)$/.test(word))
    return withEndings(word.replace(/(ия|ие|ии|ию|ий|иях|иям|ией|ием)$/, ''), iNoun);
  if (!vowelEnd.test(word)) return consonantNoun(word);
  const stem = word.slice(0, -1);
  if (/[аоы]$/.test(word)) return [...withEndings(stem, hardNoun), ...fleetingPlural(stem)];
  if (/[ьйя]$/.test(word)) return [...withEndings(stem, softNoun), ...(word.endsWith('я') ? [] : fleetingSoft(word))];
  if (/[еи]$/.test(word)) return withEndings(stem, /[гкхжчшщ].$/.test(word) ? hardNoun : [...softNoun, ...hardNoun]);
  return [];
}

/** Masculines, feminine genitive plurals, surnames: the word is its own stem. миротворец → миротворца, участок → участка. */
function consonantNoun(word: string): readonly string[] {
  const forms = [...withEndings(word, hardNoun)];
  if (/[ео]в$|ин$|ын$/.test(word)) forms.push(...withEndings(word, surname));
  if (/[^аеиоуыэюя]ец$/.test(word))
    forms.push(...withEndings(`${word.slice(0, -2)}ц`, split('а у ем е ы ев ам ами ах')));
  if (/[аеиоуыэюя]ец$/.test(word))
    forms.push(...withEndings(`${word.slice(0, -2)}йц`, split('а у ем е ы ев ам ами ах')));
  if (/[^аеиоуыэюя]ок$/.test(word))
    forms.push(...withEndings(`${word.slice(0, -2)}к`, split('а у ом е и ов ам ами ах')));
  if (/[жчшщ]$/.test(word)) forms.push(...withEndings(word, split('ем')));
  if (word.endsWith('анин')) forms.push(...withEndings(word.slice(0, -2), split('е 0 ам ами ах')));
  return forms;
}

/** вспышка → вспышек, сутки → суток: the vowel that shows where the ending is gone. */
function fleetingPlural(stem: string): readonly string[] {
  if (!/[^аеиоуыэюя][кцн]$/.test(stem)) return [];
  const [before, last] = [stem.slice(0, -1), stem.slice(-1)];
  return /[жчшщьй]$/.test(before)
    ? [`${before.replace(/[ьй]$/, '')}е${last}`]
    : [`${before}о${last}`, `${before}е${last}`];
}

/** день → дня, огонь → огня. */
function fleetingSoft(word: string): readonly string[] {
  if (!/[^аеиоуыэюя][ео][^аеиоуыэюя]ь$/.test(word)) return [];
  return withEndings(word.slice(0, -3) + word.slice(-2, -1), split('я ю ем е и ей ям ями ях'));
}

function adjectiveForms(word: string): readonly string[] {
  const ending = /(ый|ий|ой|ая|яя|ое|ее|ые|ие|ого|его|ых|их)$/.exec(word)?.[0];
  return ending === undefined || word.length - ending.length < 3
    ? []
    : withEndings(word.slice(0, -ending.length), adjective);
}

function verbForms(word: string): readonly string[] {
  const root = word.replace(/(ся|сь)$/, '');
  const isReflexive = root !== word;
  const forms = [...infinitiveForms(root), ...pastForms(root)];
  return isReflexive ? forms.map((form) => form + (/[аеиоуыэюя]$/.test(form) ? 'сь' : 'ся')) : forms;
}

/** задержать → задержал, задержан, задержит; погибнуть → погиб, погибла; ввести is left to the concept lists. */
function infinitiveForms(word: string): readonly string[] {
  if (!/[аеиоуыя]ть$/.test(word) || word.length < 5) return [];
  const stem = word.slice(0, -2);
  const present = [...withEndings(stem, personal), ...withEndings(stem.slice(0, -1), personal)];
  const forms = [word, ...withEndings(stem, [...past, ...participle, 'в', 'вши']), ...present];
  if (stem.endsWith('и')) forms.push(...withEndings(`${stem.slice(0, -1)}е`, participle));
  if (stem.endsWith('ну'))
    forms.push(...withEndings(stem.slice(0, -2), split('0 ла ло ли')), ...withEndings(stem.slice(0, -1), personal));
  return forms;
}

const pastForms = (word: string): readonly string[] => {
  const ending = /(ла|ло|ли)$/.exec(word)?.[0];
  return ending === undefined || word.length < 6 ? [] : withEndings(word.slice(0, -2), past);
};
