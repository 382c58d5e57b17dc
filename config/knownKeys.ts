/** The keys that a zod shape knows at a path; lists and records lead to their elements' shape. */
export function knownKeys(shape: unknown, path: readonly (string | number)[]): readonly string[] {
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
