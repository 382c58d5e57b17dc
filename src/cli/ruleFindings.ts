import type { RulesFile } from '../../config/rulesFile.ts';
import type { FileFinding } from '../../config/yamlFile.ts';
import { parseQuery } from '../domain/rules/language/parser.ts';

/** A finding in a rule's query, with its place in the file and in the query. */
export interface RuleFinding extends FileFinding {
  /** 1-based, in the query; null where the finding is about the file. */
  readonly queryColumn: number | null;
  readonly query: string | null;
}

/** All that is wrong, or likely a mistake, in a rules file: its shape first, then each query. */
export function findingsIn(file: string, { concepts, rules, findings }: RulesFile): readonly RuleFinding[] {
  const ofFile = findings.map((finding) => ({ ...finding, queryColumn: null, query: null }));
  const ofQueries = rules.flatMap((rule) => {
    const parsed = parseQuery(rule.query, { concepts });
    const found = parsed.kind === 'query' ? parsed.warnings : parsed.findings;
    return found.map(({ column, ...finding }) => ({
      file,
      rule: rule.id,
      ...rule.at(column - 1),
      ...finding,
      queryColumn: column,
      query: rule.query,
    }));
  });
  return [...ofFile, ...ofQueries];
}

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
