import type { RuleFinding } from '../../config/ruleFindings.ts';

/** `rules.yaml:4:12: error: …`, the query with a caret, and what to do. */
export function shownFinding(finding: RuleFinding): string {
  const { file, line, column, severity, rule, message, suggestion, query, queryColumn } = finding;
  const head = `${file}:${line}:${column}: ${severity}: ${rule === null ? '' : `${rule}: `}${message}`;
  const caret = query === null || queryColumn === null ? [] : caretLines(query, queryColumn - 1);
  return [head, ...caret, ...(suggestion === null ? [] : [`    try: ${suggestion}`])].join('\n');
}

const shownAround = 60;

/** The part of the query around the column, in one line, and a caret under it. */
function caretLines(query: string, offset: number): readonly string[] {
  const from = Math.max(0, offset - shownAround);
  const shown = query.slice(from, offset + shownAround).replace(/\s/g, ' ');
  return [`    ${shown}`, `    ${' '.repeat(offset - from)}^`];
}
