/** A field of a form or a query without spaces around it; empty for what is no text. */
export const enteredText = (value: unknown): string => (typeof value === 'string' ? value.trim() : '');
