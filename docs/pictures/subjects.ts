/** What of a run of the demo the pictures show. */

/** The digest in which the toll jumps, and the older count stands beside the new one. */
const tollInDigest = '<strong>killed 44 → 164</strong>';

/** Of the mails, as HTML, the first digest with the toll that moved. */
export function digestOf<Mail extends { readonly html: string }>(mails: readonly Mail[]): Mail {
  const found = mails.find(({ html }) => html.includes('Tocsin · digest') && html.includes(tollInDigest));
  if (found === undefined) throw new Error(`no digest of the demo shows ${tollInDigest}`);
  return found;
}

/** Of what the demo prints, the chart: the paragraphs with bars, and the one before them, which says of what. */
export function chartOf(output: string): string {
  const paragraphs = output.split(/\n{2,}/);
  const isBars = (paragraph: string): boolean => /^ .*█/m.test(paragraph);
  const first = paragraphs.findIndex(isBars);
  if (first < 1) throw new Error('the demo prints no chart');
  return paragraphs.slice(first - 1, paragraphs.findLastIndex(isBars) + 1).join('\n\n');
}
