import type { CallToolResult } from '@modelcontextprotocol/sdk/types.js';
import type { QueryFinding } from '../../domain/rules/language/finding.ts';

/** What a tool answers: data for programs, and the same in a few lines. */
export const answer = (structuredContent: Record<string, unknown>, lines: readonly string[]): CallToolResult => ({
  structuredContent,
  content: [{ type: 'text', text: lines.join('\n') }],
});

/** Something that the caller can mend. */
export const refusal = (text: string): CallToolResult => ({ isError: true, content: [{ type: 'text', text }] });

/** A query with its faults by column, and what to write instead. */
export const refusedQuery = (query: string, findings: readonly QueryFinding[]): CallToolResult =>
  refusal(
    [
      `The query is refused: ${query}`,
      ...findings.map(
        ({ column, message, suggestion }) =>
          `column ${column}: ${message}${suggestion === null ? '' : `; write ${suggestion}`}`,
      ),
      'Call query_help for the language.',
    ].join('\n'),
  );
