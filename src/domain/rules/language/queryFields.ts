import type { TextField } from '../span.ts';
import { QueryError } from './finding.ts';
import type { Token } from './lexer.ts';
import { nearest } from './nearestName.ts';
import type { Node } from './syntax.ts';

const fields = ['title', 'body', 'source', 'lang'] as const;
export const languages = ['en', 'ru', 'kk'];

type FieldToken = Extract<Token, { kind: 'field' }>;

/** `title:` and `body:` scope what follows; `source:` and `lang:` take one value. `within` is the field around, if any. */
export function fieldNode(token: FieldToken, within: TextField | null, read: (field: TextField | null) => Node): Node {
  const name = fields.find((field) => field === token.name.toLowerCase());
  if (name === undefined) {
    const meant = nearest(token.name, fields);
    const known = `there is no field "${token.name}:"; the fields are ${fields.join(', ')}`;
    throw new QueryError(token.from, known, meant === null ? null : `${meant}:`);
  }
  if (name === 'title' || name === 'body') return scoped(token, name, within, read);
  return valued(token, name, read(null));
}

function scoped(token: FieldToken, field: TextField, within: TextField | null, read: (field: TextField) => Node): Node {
  if (within !== null && within !== field) {
    throw new QueryError(token.from, `${field}: inside ${within}:( ) can never hold: no word is in both`);
  }
  const child = read(field);
  return { kind: 'field', field, child, at: { from: token.from, to: child.at.to } };
}

function valued(token: FieldToken, kind: 'source' | 'lang', value: Node): Node {
  const text = fieldValue(value);
  if (text === null)
    throw new QueryError(
      token.from,
      `expected one value after ${kind}:, for example ${kind === 'lang' ? 'lang:ru' : 'source:reuters.com'}`,
    );
  if (kind === 'lang' && !languages.includes(text)) {
    throw new QueryError(
      token.from,
      `"${text}" is not a supported language; the languages are ${languages.join(', ')}`,
      nearest(text, languages),
    );
  }
  return { kind, value: text, at: { from: token.from, to: value.at.to } };
}

/** `reuters.com` was read as the phrase of its parts; folding and dots are put back. */
function fieldValue(node: Node): string | null {
  if (node.kind === 'word') return node.text;
  return node.kind === 'phrase' ? node.words.join(' ') : null;
}
