import { isMap, isNode, isScalar, LineCounter, parseDocument } from 'yaml';
import type { z } from 'zod';
import { nearest } from '../src/domain/rules/language/nearestName.ts';
import { issueWords, meantValue, shownPath } from './issueWords.ts';
import { placeInScalar } from './scalarPlaces.ts';

/** Counted from 1, columns in UTF-16 code units. */
export interface FilePlace {
  readonly line: number;
  readonly column: number;
}

/** What is wrong in a file, and where. */
export interface FileFinding extends FilePlace {
  readonly file: string;
  /** The rule it is about, if any. */
  readonly rule: string | null;
  readonly severity: 'error' | 'warning';
  readonly message: string;
  readonly suggestion: string | null;
}

export type YamlPath = readonly (string | number)[];

/** A YAML (or JSON) file whose values have the wanted shape, or the findings that say why not. */
export interface YamlFile<T> {
  /** Null when there are errors. */
  readonly value: T | null;
  /** As it was read, whatever its shape; an empty mapping where even that was not possible. */
  readonly raw: unknown;
  readonly findings: readonly FileFinding[];
  /** Where the value at the path stands, or what is above it when it is missing; with an offset, a place in its text. */
  place(path: YamlPath, offset?: number): FilePlace;
  /** An error at the value of the path. */
  error(path: YamlPath, message: string, suggestion?: string | null): FileFinding;
}

export function readYaml<S extends z.ZodType>(text: string, file: string, shape: S): YamlFile<z.output<S>> {
  const source = new Source(text, file);
  const place = (path: YamlPath, offset = 0) => source.place(path, offset);
  const error = (path: YamlPath, message: string, suggestion: string | null = null) =>
    source.finding(path, source.place(path, 0), message, suggestion);
  const refused = (findings: readonly FileFinding[], raw: unknown = {}) => ({
    value: null,
    raw,
    findings,
    place,
    error,
  });

  const broken = source.syntaxFindings();
  if (broken.length > 0) return refused(broken);
  const values = source.values();
  if (!values.ok) return refused([error([], values.message)]);
  const read = shape.safeParse(values.value, { error: issueWords, reportInput: true });
  if (read.success) return { value: read.data, raw: values.value, findings: [], place, error };
  const findings = read.error.issues.flatMap((issue) => source.findingsOf(issue, shape));
  return refused(findings, values.value);
}

type Values = { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly message: string };

class Source {
  readonly #text: string;
  readonly #file: string;
  readonly #lines = new LineCounter();
  readonly #document: ReturnType<typeof parseDocument>;

  constructor(text: string, file: string) {
    this.#text = text;
    this.#file = file;
    this.#document = parseDocument(text, { lineCounter: this.#lines, prettyErrors: false });
  }

  /** Warnings of the parser too: an unknown tag is a typing error here. */
  syntaxFindings(): readonly FileFinding[] {
    return [...this.#document.errors, ...this.#document.warnings].map(({ code, message, pos }) =>
      this.finding(
        [],
        this.#at(pos[0]),
        code === 'MULTIPLE_DOCS' ? 'a second document begins here; keep only one' : message,
      ),
    );
  }

  /** An empty file is an empty mapping. The library throws on aliases without an anchor, and on too many of them. */
  values(): Values {
    try {
      return { ok: true, value: this.#document.toJS({ maxAliasCount: 1000 }) ?? {} };
    } catch (error) {
      return { ok: false, message: error instanceof Error ? error.message : String(error) };
    }
  }

  findingsOf(issue: z.core.$ZodIssue, shape: z.ZodType): readonly FileFinding[] {
    const path = issue.path.filter((part) => typeof part !== 'symbol');
    if (issue.code === 'unrecognized_keys') {
      const known = knownKeys(shape, path);
      return issue.keys.map((key) => {
        const message = `"${key}" is not known here; the known names are ${known.join(', ')}`;
        return this.finding(path, this.#keyPlace(path, key), message, nearest(key, known));
      });
    }
    if (issue.code === 'invalid_key') {
      const message = `"${String(path.at(-1))}": ${issue.issues.map((each) => each.message).join('; ')}`;
      return [this.finding(path, this.#keyPlace(path.slice(0, -1), String(path.at(-1))), message)];
    }
    const message = `${shownPath(path) || 'the file'}: ${issue.message}`;
    return [this.finding(path, this.place(path, 0), message, meantValue(issue))];
  }

  finding(path: YamlPath, { line, column }: FilePlace, message: string, suggestion: string | null = null): FileFinding {
    return { file: this.#file, rule: this.#ruleOf(path), line, column, severity: 'error', message, suggestion };
  }

  place(path: YamlPath, offset: number): FilePlace {
    for (let depth = path.length; depth >= 0; depth--) {
      const node = depth === 0 ? this.#document.contents : this.#document.getIn(path.slice(0, depth), true);
      if (isScalar(node)) return this.#at(placeInScalar(this.#text, node, depth === path.length ? offset : 0));
      if (isNode(node) && node.range) return this.#at(node.range[0]);
    }
    return this.#at(0);
  }

  #keyPlace(path: YamlPath, key: string): FilePlace {
    const map = path.length === 0 ? this.#document.contents : this.#document.getIn(path, true);
    const pair = isMap(map) ? map.items.find((each) => isScalar(each.key) && each.key.value === key) : undefined;
    return isNode(pair?.key) && pair.key.range ? this.#at(pair.key.range[0]) : this.place(path, 0);
  }

  #ruleOf([list, place]: YamlPath): string | null {
    if (list !== 'rules' || place === undefined) return null;
    const id: unknown = this.#document.getIn([list, place, 'id']);
    return typeof id === 'string' ? id : null;
  }

  #at(offset: number): FilePlace {
    const { line, col } = this.#lines.linePos(offset);
    return { line: Math.max(1, line), column: Math.max(1, col) };
  }
}

/** The keys that a zod shape knows at a path; lists and records lead to their elements' shape. */
function knownKeys(shape: unknown, path: readonly (string | number)[]): readonly string[] {
  const definition = definitionOf(shape);
  if (definition === null) return [];
  const inner = definition.innerType ?? definition.in;
  if (inner !== undefined) return knownKeys(inner, path);
  const [next, ...rest] = path;
  if (next === undefined) return Object.keys(definition.shape ?? {});
  return knownKeys(definition.shape?.[next] ?? definition.element ?? definition.valueType, rest);
}

/** What zod keeps of its composite shapes; `in` of a shape with a transform. */
interface Definition {
  readonly shape?: Readonly<Record<string | number, unknown>>;
  readonly element?: unknown;
  readonly valueType?: unknown;
  readonly innerType?: unknown;
  readonly in?: unknown;
}

const definitionOf = (shape: unknown): Definition | null =>
  typeof shape === 'object' && shape !== null && 'def' in shape ? (shape.def as Definition) : null;
