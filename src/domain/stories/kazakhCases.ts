/**
 * A Kazakh noun without its case ending and possessive. The accusative stays on: -ды is also how Қарағанды ends. Rougher
 * than the rules' own inflection, which tests forms and gives no stem; here both sides are cut alike. What stands before -да is of the word (Құланда), but after a possessive
 * (қаласында). Of surnames the accusative goes as well.
 */
const ending =
  /(?:(?:ы|і|сы|сі)н?)?(?:дағы|дегі|тағы|тегі|дан|ден|тан|тен|нан|нен|да|де|та|те|ның|нің|дың|дің|тың|тің|ға|ге|қа|ке|мен|бен|пен)$/u;
const surname = /(?<=[ое]в|ин|[ое]ва|ина)(?:ты|ті|ды|ді|ны|ні)$/u;
const plural = /(?:лар|лер|дар|дер|тар|тер)$/u;

const shortestStem = 4;

export function caseless(word: string): string {
  const bare = word.replace(surname, '').replace(ending, '');
  const noun = bare.length >= shortestStem ? bare : word;
  const single = noun.replace(plural, '');
  return single.length >= shortestStem ? single : noun;
}

/** Whether a word tells where, by its case: at the start of a Kazakh sentence that is mostly the name of a place. */
export const saysWhere = (word: string): boolean => /(?:[дт]ағы|[дт]егі|[дт]а|[дт]е)$/u.test(word);
