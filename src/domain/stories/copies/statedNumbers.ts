/** Clock times and years: they change with every update, or in every look back, and tell no news by themselves. */
const noNews = /\b\d{1,2}:\d{2}\b|(?<![\d.,])(?:19|20)\d{2}(?![\d.,]*\d)/g;

/** `3,800`, `3.800`, `3 800` and `3800` are one; so are 2.5 and 2,5. */
const number = /\d+(?:[.,\u00a0\u202f ]\d{3})*(?:[.,]\d{1,2})?(?!\d)/g;

/** More than any news states; a table of results is no toll. */
const mostNumbers = 300;

/** The numbers that a text states in digits, each once, in plain form; of very many the first. */
export function numbersIn(text: string): readonly string[] {
  const found = text.replace(noNews, ' ').match(number) ?? [];
  return [...new Set(found.map(plain))].slice(0, mostNumbers).sort();
}

const plain = (text: string): string => text.replace(/[.,\u00a0\u202f ](?=\d{3}(?!\d))/g, '').replace(',', '.');

/** Whether `text` states a number that `earlier` did not: then it is news, however alike the words are. */
export function bringsNumber(text: readonly string[], earlier: readonly string[]): boolean {
  const known = new Set(earlier);
  return text.some((each) => !known.has(each));
}
