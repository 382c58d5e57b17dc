import { literalText } from '../../documents/plainText.ts';
import { bodyText, titleText } from '../itemTexts.ts';
import { hasMarkup } from '../markup.ts';
import type { Field } from './xmlFields.ts';

/** The text that an element shows, by the type that Atom gives it (RFC 4287 §3.1, Atom 0.3 §3.1); elsewhere it is HTML. */
export function shownText(field: Field): string | null {
  return read(field, bodyText);
}

/**
 * A title's text, on one line. Atom's is a text where it says no type (RFC 4287 §3.1.1): what is no element of HTML there stays
 * (`<ANPR>`).
 */
export function shownTitle(field: Field): string | null {
  const isUntyped = field.name === 'atom:title' && field.attributes.type === undefined;
  return read(field, isUntyped && !hasMarkup(field.text) ? titleOfText : titleText);
}

const titleOfText = (text: string): string => titleText(text.replaceAll('<', '&lt;'));

function read(field: Field, show: (html: string) => string): string | null {
  const { type = '', mode = '' } = field.attributes;
  const kind = type.trim().toLowerCase();
  const text = isEncoded(kind, mode) ? (fromBase64(field.text) ?? field.text) : field.text;
  const shown = kind === 'text' || kind === 'text/plain' ? plain(text, show) : show(text);
  return shown === '' ? null : shown;
}

/** Many a text says that it is plain and has markup all the same. */
const plain = (text: string, show: (html: string) => string): string =>
  hasMarkup(text) ? show(text) : literalText(text);

/** Atom 0.3 says so; Atom 1.0 means it of every type that is neither text nor XML. */
const isEncoded = (type: string, mode: string): boolean =>
  mode.trim().toLowerCase() === 'base64' ||
  (type.includes('/') && !type.startsWith('text/') && !/[/+](?:xml|html)$|html/.test(type));

// biome-ignore lint/suspicious/noControlCharactersInRegex: they tell a picture from a text
const controls = /[\u0000-\u0008\u000e-\u001f]/;

/** Null where it is no text. */
function fromBase64(encoded: string): string | null {
  const letters = encoded.replace(/\s+/g, '');
  if (letters === '' || !/^[a-z\d+/]+={0,2}$/i.test(letters)) return null;
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(letters, 'base64'));
    return controls.test(text) ? null : text;
  } catch {
    return null;
  }
}
