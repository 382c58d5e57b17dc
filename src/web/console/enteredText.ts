/** A field of a form or a query, as it can be stored: trimmed, without what PostgreSQL's text cannot hold; empty for what is no text. */
export const enteredText = (value: unknown): string =>
  typeof value === 'string' ? value.replace(/[\0\p{Surrogate}]/gu, '').trim() : '';
