/** The fields of an article that a query can look at. */
export type TextField = 'title' | 'body';

/** Where a term was found: UTF-16 code units of the named field, end exclusive. */
export type Span = readonly [field: TextField, start: number, end: number];
