import { endings, withEndings } from './endings.ts';
import { fleetingWords } from './irregular.ts';

/**
 * Declension by the end of the stem (Zaliznyak's types 1–8; Academic Grammar 1980, §§ 1181–1229). A class holds the
 * endings of every gender: a word does not tell its own, and the wrong ones make words that nobody writes.
 */
const hard = endings('а у ом е ы ов ам ами ах ой ою о');
const velar = endings('а у ом е и ов ам ами ах ой ою о');
const hushing = endings('ь а у ом ем е и ей ам ами ах ой ею ью');
const ts = endings('а у ом ем е ы ев ов ам ами ах ой ей ею о');
const soft = endings('ь я ю ем е и ей ям ями ях ью ею');
const feminine = endings('ь и ью ей ям ями ях');
const jot = endings('й я ю ем е и ев ям ями ях ей ею');
const iota = endings('й я е ю и ем ей ею ям ями ях ев');
const yotated = endings('я ю е и ей ем ею ям ями ях ев');
/** Surnames in -ов and -ин: Путиным, Тереховой, Тереховых. */
const surname = endings('ым ых ыми');
const isSurname = /(?:[ое]в|[иы]н)$/;
/** котенок and котята, медвежонок and медвежата. */
const young = endings('а 0 ам ами ах');
/** россиянин and россияне. */
const nationSingular = endings('0 а у ом е');
const nationPlural = endings('0 е ам ами ах');

/** The forms of the word as a noun, whichever case and number it stands in. */
export function nounForms(word: string): readonly string[] {
  const forms: string[] = [];
  const isBare = /[бвгджзклмнпрстфхцчшщ]$/.test(word);
  for (const stem of hardStems(word)) forms.push(...(stem === word && isBare ? bareForms(word) : hardForms(stem)));
  for (const stem of softStems(word)) forms.push(...softForms(stem));
  return forms;
}

const vowel = /[аеиоуыэюя]$/;

function hardStems(word: string): readonly string[] {
  if (/[бвгджзклмнпрстфхцчшщ]$/.test(word)) return [word, ...withoutEnding(word), ...withoutFleeting(word)];
  const ending = /(?:ами|(?<=[ое]в|[иы]н)ыми|ах|ой|ою|[аоуы]|(?<=[гкхжчшщ])и|е|(?<=[жчшщц])(?:ею|ей))$/.exec(word)?.[0];
  if (ending === undefined) return [];
  const rest = word.slice(0, -ending.length);
  const isEmpty = ending.length > 1 && !/[аеиоуыэюя]/.test(rest);
  return isEmpty || vowel.test(rest) || /[ьй]$/.test(rest) ? [] : [rest];
}

/** протестов → протест, лидерам → лидер, городом → город, месяцев → месяц, путиным → путин. */
function withoutEnding(word: string): readonly string[] {
  const ending = /(?:[ао]м|ах|ов|(?<=[цжчшщ])е[мв]|(?<=[ое]в|[иы]н)ы[мх])$/.exec(word)?.[0];
  if (ending === undefined) return [];
  const stem = word.slice(0, -ending.length);
  return stem.length < 3 || vowel.test(stem) ? [] : [stem];
}

/** A word without an ending is a masculine, or a genitive plural; a neuter one only where its end says so. */
function bareForms(word: string): readonly string[] {
  const forms = hardForms(word);
  if (/(?:ств|войск|мест|дел|слов|лиц|озер|прав|тел|колес|болот|правил|орган|средств)$/.test(word)) return forms;
  return forms.filter((form) => form !== `${word}о` && !(/[сц]к$/.test(word) && /о[йю]$/.test(form)));
}

function hardForms(stem: string): readonly string[] {
  const forms = [stem, ...withFleeting(stem), ...withEndings(stem, hardEndings(stem))];
  if (isSurname.test(stem)) forms.push(...withEndings(stem, surname));
  if (/[ое]нок$/.test(stem))
    forms.push(...withEndings(stem.slice(0, -4) + (stem.endsWith('енок') ? 'ят' : 'ат'), young));
  if (/[ая]нин$/.test(stem)) forms.push(...withEndings(stem.slice(0, -2), nationPlural));
  else if (/(?:[жчш]а|жда|я|льма)н$/.test(stem)) forms.push(...withEndings(`${stem}ин`, nationSingular));
  return forms;
}

function hardEndings(stem: string): readonly string[] {
  if (/[гкх]$/.test(stem)) return velar;
  if (stem.endsWith('ц')) return ts;
  return /[жчшщ]$/.test(stem) ? hushing : hard;
}

/** участк- → участок, вспышк- → вспышек, китайц- → китаец, письм- → писем: the vowel that shows where the ending is gone. */
function withFleeting(stem: string): readonly string[] {
  const match = /^(.*[^аеиоуыэюя])([кнлрцмбг])$/.exec(stem);
  if (match === null || stem.endsWith('шл')) return [];
  const [, before = '', last = ''] = match;
  if (/[ьй]$/.test(before)) return [`${before.slice(0, -1)}е${last}`];
  if (/[жчшщц]$/.test(before) || last === 'ц') return [`${before}е${last}`];
  if (last === 'к') return [`${before}ок`, ...(/[лнр]$/.test(before) ? [`${before}ек`] : [])];
  return /[мбг]/.test(last) ? [] : [`${before}е${last}`, `${before}о${last}`];
}

/** The way back: участок → участк-, владелец → владельц-, китаец → китайц-, чисел → числ-. */
function withoutFleeting(word: string): readonly string[] {
  const listed = fleetingWords.get(word);
  if (listed !== undefined) return [listed];
  const [before, ending] = [word.slice(0, -2), word.slice(-2)];
  if (ending === 'ец') return [before + (vowel.test(before) ? 'йц' : before.endsWith('л') ? 'ьц' : 'ц')];
  if (vowel.test(before) && ending === 'ек') return [`${before}йк`];
  if (/[аеиоуыэюяй]$/.test(before) || word.length < 5) return [];
  if (ending === 'ок') return [`${before}к`];
  if (ending === 'ек') return /[лнр]$/.test(before) ? [`${before}ьк`, `${before}к`] : [`${before}к`];
  if (/е[нлм]$/.test(word)) return [before + word.slice(-1), ...(/[лсд]ем$/.test(word) ? [`${before}ьм`] : [])];
  return /о[нл]$/.test(word) ? [before + word.slice(-1)] : [];
}

function softStems(word: string): readonly string[] {
  const ending = /(?:ями|ях|ям|ью|ею|ей|ем|ев|[ьйяюеи])$/.exec(word)?.[0];
  if (ending === undefined) return /[^аеиоуыэюя]ен$/.test(word) ? [`${word.slice(0, -2)}н`] : [];
  const stem = word.slice(0, -ending.length);
  if (ending === 'ь') return [stem, ...withoutSoftFleeting(word)];
  if (/^е[йю]$/.test(ending)) return [...(isSoft(stem) ? [stem] : []), `${stem}е`];
  if (ending === 'ев') return vowel.test(stem) || stem.endsWith('ь') ? [stem] : [];
  return /^[юья]/.test(ending) || isSoft(stem) ? [stem] : [];
}

const isSoft = (stem: string): boolean => !/[гкхжчшщц]$/.test(stem);

function softForms(stem: string): readonly string[] {
  if (/[иы]$/.test(stem)) return withEndings(stem, iota);
  if (vowel.test(stem)) return withEndings(stem, jot);
  if (/[жчшщ]$/.test(stem)) return withEndings(stem, hushing);
  if (/ст$/.test(stem) && !/(?:го|те)ст$/.test(stem)) return withEndings(stem, feminine);
  if (stem.endsWith('ь')) return [...withEndings(stem, yotated), `${stem.slice(0, -1)}ей`, `${stem.slice(0, -1)}ий`];
  return [...withEndings(stem, soft), ...withSoftFleeting(stem)];
}

/** дн- → день, огн- → огонь, земл- → земель, песн- → песен. */
function withSoftFleeting(stem: string): readonly string[] {
  const match = /^(.*[^аеиоуыэюя])([лнтр])$/.exec(stem);
  if (match === null) return [];
  const [, before = '', last = ''] = match;
  const bare = before.replace(/[ьй]$/, '');
  return [`${bare}е${last}ь`, `${bare}о${last}ь`, ...(last === 'н' ? [`${bare}ен`] : [])];
}

/** день → дн-, огонь → огн-, земель → земл-, ноготь → ногт-. */
const withoutSoftFleeting = (word: string): readonly string[] =>
  /[^аеиоуыэюя][ео][лнтр]ь$/.test(word) ? [word.slice(0, -3) + word.slice(-2, -1)] : [];
