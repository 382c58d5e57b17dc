import { isMap, isNode, isScalar, LineCounter, type Node, parseDocument } from 'yaml';
import type { z } from 'zod';
import { nearest } from '../src/domain/rules/language/nearest.ts';

/** What is wrong in a file, and where. Line and column count from 1, columns in UTF-16 code units. */
export interface FileFinding {
  readonly file: string;
  /** The rule it is about, if any. */
  readonly rule: string | null;
  readonly line: number;
  readonly column: number;
  readonly severity: 'error' | 'warning';
  readonly message: string;
  readonly suggestion: string | null;
}

export type YamlPath = readonly (string | number)[];

/** A YAML (or JSON) file whose values have the wanted shape, or the findings that say why not. */
export interface YamlFile<T> {
  readonly file: string;
  /** Null when there are errors. */
  readonly value: T | null;
  readonly findings: readonly FileFinding[];
  /** Where the value at the path stands; with an offset, a place inside its text. */
  place(path: YamlPath, offset?: number): { readonly line: number; readonly column: number };
}

type Document = ReturnType<typeof parseDocument>;

export function readYaml<S extends z.ZodType>(text: string, file: string, shape: S): YamlFile<z.output<S>> {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const at = (offset: number) => {
    const { line, col } = lines.linePos(offset);
    return { line, column: col };
  };
  const place = (path: YamlPath, offset = 0) => at(startOf(document, path) + offset);
  const finding = (where: { line: number; column: number }, message: string, suggestion: string | null = null) =>
    ({ file, rule: null, ...where, severity: 'error', message, suggestion }) as const;
  if (document.errors.length > 0) {
    const findings = document.errors.map((error) => finding(at(error.pos[0]), error.message));
    return { file, value: null, findings, place };
  }
  const read = shape.safeParse(document.toJS({ maxAliasCount: 1000 }) ?? {});
  if (read.success) return { file, value: read.data, findings: [], place };
  const findings = read.error.issues.flatMap((issue) => findingsOf(issue, document, shape, finding, at));
  return { file, value: null, findings, place };
}

type MakeFinding = (
  where: { line: number; column: number },
  message: string,
  suggestion?: string | null,
) => FileFinding;

function findingsOf(
  issue: z.core.$ZodIssue,
  document: Document,
  shape: z.ZodType,
  finding: MakeFinding,
  at: (offset: number) => { line: number; column: number },
): readonly FileFinding[] {
  const path = issue.path.filter((part) => typeof part !== 'symbol');
  if (issue.code !== 'unrecognized_keys') {
    return [finding(at(startOf(document, path)), `${path.join('.') || 'the file'}: ${issue.message}`)];
  }
  return issue.keys.map((key) => {
    const known = knownKeys(shape, path);
    return finding(
      at(keyStart(document, path, key)),
      `"${key}" is not known here; known are ${known.join(', ')}`,
      nearest(key, known),
    );
  });
}

/** The offset of a value, of its text where it is quoted; of the nearest thing above it where it is missing. */
function startOf(document: Document, path: YamlPath): number {
  for (let depth = path.length; depth >= 0; depth--) {
    const node = depth === 0 ? document.contents : document.getIn(path.slice(0, depth), true);
    if (isNode(node) && node.range) return node.range[0] + textShift(node);
  }
  return 0;
}

/** From a scalar's start to its text: a quote, or the head of a block scalar with its indentation. */
function textShift(node: Node): number {
  if (!isScalar(node)) return 0;
  if (node.type === 'QUOTE_DOUBLE' || node.type === 'QUOTE_SINGLE') return 1;
  return 0;
}

function keyStart(document: Document, path: YamlPath, key: string): number {
  const map = path.length === 0 ? document.contents : document.getIn(path, true);
  if (!isMap(map)) return startOf(document, path);
  const pair = map.items.find(({ key: each }) => isScalar(each) && each.value === key);
  return isNode(pair?.key) ? (pair.key.range?.[0] ?? 0) : startOf(document, path);
}

/** The keys that the shape knows at a path; lists and records lead to their elements' shape. */
function knownKeys(shape: unknown, path: YamlPath): readonly string[] {
  const definition = definitionOf(shape);
  if (definition === null) return [];
  const inner = definition.innerType ?? definition.in;
  if (inner !== undefined) return knownKeys(inner, path);
  const [next, ...rest] = path;
  if (next === undefined) return Object.keys(definition.shape ?? {});
  return knownKeys(definition.shape?.[next] ?? definition.element ?? definition.valueType, rest);
}

interface Definition {
  readonly shape?: Readonly<Record<string | number, unknown>>;
  readonly element?: unknown;
  readonly valueType?: unknown;
  readonly innerType?: unknown;
  readonly in?: unknown;
}

const definitionOf = (shape: unknown): Definition | null =>
  typeof shape === 'object' && shape !== null && 'def' in shape ? (shape.def as Definition) : null;
