/**
 * A Russian name without the case endings that have a consonant (Шымкентом, Назарбаевым, Рудного): the key of a name keeps
 * consonants only. The stemmer takes more than that, and of Жанаозен more than of Жанаозене.
 */
const ending = /(?:[ое]м|(?<=[вн])ым|(?<=[сц]к)им|ами|ями|ах|ях|ого|его|ому|ему)$/u;

const shortestName = 4;

export function caselessName(word: string): string {
  const bare = word.replace(ending, '');
  return bare.length >= shortestName ? bare : word;
}
