/** One thing that a deed changed, in short. */
export interface ChangedValue {
  readonly name: string;
  /** Null: it was not there. */
  readonly before: string | null;
  readonly after: string | null;
}

/** What differs between the two sides of a deed, name by name. */
export function changedValues(before: unknown, after: unknown): readonly ChangedValue[] {
  const [one, other] = [entriesOf(before), entriesOf(after)];
  return [...new Set([...one.keys(), ...other.keys()])]
    .map((name) => ({ name, before: one.get(name) ?? null, after: other.get(name) ?? null }))
    .filter((each) => each.before !== each.after);
}

function entriesOf(side: unknown): ReadonlyMap<string, string> {
  if (side === null || side === undefined) return new Map();
  if (typeof side !== 'object' || Array.isArray(side)) return new Map([['', shown(side)]]);
  return new Map(Object.entries(side).map(([name, value]) => [name, shown(value)]));
}

const longest = 160;

function shown(value: unknown): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.length > longest ? `${text.slice(0, longest)}…` : text;
}
