export interface LenientJson {
  readonly value: unknown;
  /** Whether it could be read to its end. */
  readonly isWhole: boolean;
}

const between = /[\s,]*/y;
const colon = /\s*:/y;
const word = /-?\d+(?:\.\d+)?(?:e[+-]?\d+)?|true|false|null/y;
const escaped = /\\(?:u([\da-fA-F]{4})|([\s\S]))/g;
const constants: ReadonlyMap<string, boolean | null> = new Map([
  ['true', true],
  ['false', false],
  ['null', null],
]);
const letters: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', b: '\b', f: '\f' };

/**
 * JSON as far as it can be read: raw line breaks in strings, commas too many or too few, an end that is missing. What is cut
 * off in the middle of a string, or comes after a fault of another kind, is left out.
 */
export function lenientJson(json: string): LenientJson {
  let at = 0;
  let isWhole = true;

  const skip = (what: RegExp): boolean => {
    what.lastIndex = at;
    const found = what.test(json);
    if (found) at = what.lastIndex;
    return found;
  };

  function value(): unknown {
    skip(between);
    if (json[at] === '{') return object();
    if (json[at] === '[') return list();
    if (json[at] === '"') return string();
    const start = at;
    return skip(word) ? meant(json.slice(start, at)) : broken();
  }

  function object(): unknown {
    const members: [string, unknown][] = [];
    at++;
    while (isWhole && !ends('}')) {
      const name = json[at] === '"' ? string() : broken();
      const read = name !== undefined && skip(colon) ? value() : broken();
      if (name !== undefined && read !== undefined) members.push([name, read]);
    }
    return Object.fromEntries(members);
  }

  function list(): unknown {
    const members: unknown[] = [];
    at++;
    while (isWhole && !ends(']')) {
      const read = value();
      if (read !== undefined) members.push(read);
    }
    return members;
  }

  function ends(bracket: string): boolean {
    skip(between);
    if (json[at] !== bracket) return false;
    at++;
    return true;
  }

  function string(): string | undefined {
    const start = at + 1;
    let end = start;
    while (end < json.length && json[end] !== '"') end += json[end] === '\\' ? 2 : 1;
    if (end >= json.length) return broken();
    at = end + 1;
    return json.slice(start, end).replace(escaped, unescaped);
  }

  function broken(): undefined {
    isWhole = false;
    return undefined;
  }

  return { value: value(), isWhole };
}

/** Numbers with zeros in front, which JSON refuses, as well. */
const meant = (read: string): boolean | null | number => {
  const constant = constants.get(read);
  return constant === undefined ? Number(read) : constant;
};

const unescaped = (_: string, code: string | undefined, letter: string): string =>
  code === undefined ? (letters[letter] ?? letter) : String.fromCharCode(Number.parseInt(code, 16));
