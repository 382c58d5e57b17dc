import pg from 'pg';

/** The name of a table or column as it may stand in a statement. */
export const quoted = (name: string): string => pg.escapeIdentifier(name);

/** Several of them, with commas. */
export const listed = (names: readonly string[]): string => names.map(quoted).join(', ');
