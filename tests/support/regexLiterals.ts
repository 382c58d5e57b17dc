import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface RegexLiteral {
  readonly file: string;
  readonly pattern: string;
  readonly flags: string;
}

/** Every regular expression that the TypeScript files of a folder write down; those built of strings are not seen. */
export const regexLiteralsIn = (folder: string): readonly RegexLiteral[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .flatMap((name) => literalsOf(readFileSync(join(folder, name), 'utf8')).map((found) => ({ file: name, ...found })));

/** Comments and strings are passed over; what stands behind an operator or an opening bracket is no division. */
const piece = /\/\/[^\n]*|\/\*[\s\S]*?\*\/|'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"|`(?:[^`\\]|\\.)*`|[^\s]/g;
const literal = /\/((?:[^/\\[\n]|\\.|\[(?:[^\]\\\n]|\\.)*\])+)\/([a-z]*)/y;

function literalsOf(source: string): readonly { readonly pattern: string; readonly flags: string }[] {
  const found = [];
  let before = '(';
  piece.lastIndex = 0;
  for (let next = piece.exec(source); next !== null; next = piece.exec(source)) {
    if (next[0].startsWith('//') || next[0].startsWith('/*')) continue;
    literal.lastIndex = next.index;
    const regex = next[0] === '/' && '(,=:[!&|?{};>'.includes(before) ? literal.exec(source) : null;
    if (regex !== null) {
      found.push({ pattern: regex[1] ?? '', flags: regex[2] ?? '' });
      piece.lastIndex = literal.lastIndex;
    }
    before = regex === null ? next[0].slice(-1) : '/';
  }
  return found;
}
