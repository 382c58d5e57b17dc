/** What is wrong with a query, or likely a mistake in it. */
export interface QueryFinding {
  readonly severity: 'error' | 'warning';
  /** 1-based, UTF-16 code units of the query. */
  readonly column: number;
  readonly message: string;
  readonly suggestion: string | null;
}

/** Why a query is refused, in a line. */
export const reasonIn = (findings: readonly QueryFinding[]): string => findings[0]?.message ?? 'the query is refused';

/** Ends the parsing of a query; caught by `parseQuery`, never seen outside. */
export class QueryError extends Error {
  readonly finding: QueryFinding;
  constructor(offset: number, message: string, suggestion: string | null = null) {
    super(message);
    this.finding = { severity: 'error', column: offset + 1, message, suggestion };
  }
}

export const warning = (offset: number, message: string, suggestion: string | null = null): QueryFinding => ({
  severity: 'warning',
  column: offset + 1,
  message,
  suggestion,
});
