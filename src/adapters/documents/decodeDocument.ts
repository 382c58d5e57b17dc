import { isAscii, isUtf8 } from 'node:buffer';
import { guessCyrillic } from './guessCyrillic.ts';
import { decodeKazakh, isKazakhCodePage, kazakhCodePageOf } from './kazakhCodePages.ts';
import { legible } from './legible.ts';

/**
 * Bytes to text. A byte order mark or the zero bytes of UTF-16 and UTF-32 decide; then what the Content-Type (RFC 7303 §3) and
 * the XML prolog say, as far as the bytes bear it out; then the bytes alone. Whatever the bytes, it gives a text.
 */
export const decodeDocument = (bytes: Uint8Array, contentType: string | null): string =>
  legible(decoded(bytes, contentType));

function decoded(bytes: Uint8Array, contentType: string | null): string {
  const form = unicodeForm(bytes);
  if (form === 'utf-32le' || form === 'utf-32be') return decodeUtf32(bytes, form);
  if (form !== null) return new TextDecoder(form).decode(bytes);
  const declared = [charsetOf(contentType), prologCharset(bytes)].flatMap(known);
  return isUtf8(bytes) ? utf8OrDeclared(bytes, declared) : otherText(bytes, declared);
}

/**
 * Other texts are hardly ever valid UTF-8 by chance, so that it outweighs a single-byte charset that is named (many servers
 * name Latin-1 for all they have). The East Asian ones are believed: some are plain ASCII with escapes.
 */
function utf8OrDeclared(bytes: Uint8Array, declared: readonly string[]): string {
  const asian = declared.find(
    (name) => isAsian(name) && (isAscii(bytes) ? name === 'iso-2022-jp' : strictly(bytes, name) !== null),
  );
  if (asian !== undefined) return new TextDecoder(asian).decode(bytes);
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8');
}

/** UTF-8 with a few broken bytes; a charset that is named; a Russian one that is not; what Windows writes in the West. */
function otherText(bytes: Uint8Array, declared: readonly string[]): string {
  const asian = declared.find(isAsian);
  if (asian !== undefined) return new TextDecoder(asian).decode(bytes);
  if (isMostlyUtf8(bytes)) return new TextDecoder().decode(bytes);
  const named = declared.find((name) => name !== 'utf-8');
  const isTrusted = named !== undefined && !westEuropean.has(named) && !cyrillic.has(named);
  const guess = isTrusted ? null : guessCyrillic(bytes, named);
  return decodeAs(bytes, guess ?? named ?? 'windows-1252');
}

const decodeAs = (bytes: Uint8Array, charset: string): string =>
  isKazakhCodePage(charset) ? decodeKazakh(bytes, charset) : new TextDecoder(charset).decode(bytes);

/** These are named by mistake so often that the letters decide. */
const westEuropean = new Set(['windows-1252', 'iso-8859-15', 'iso-8859-2', 'windows-1250', 'macintosh']);
const cyrillic = new Set(['windows-1251', 'koi8-r', 'ibm866', 'iso-8859-5', 'x-mac-cyrillic']);

const isAsian = (name: string): boolean => /^(?:gb|big5|euc-|iso-2022|shift_jis)/.test(name);

const sampleBytes = 500_000;

/** More letters beyond ASCII than bytes that cannot be read, from the first such on. */
function isMostlyUtf8(bytes: Uint8Array): boolean {
  const start = bytes.findIndex((byte) => byte >= 0x80);
  let good = 0;
  let broken = 0;
  for (const character of new TextDecoder().decode(bytes.subarray(start, start + sampleBytes))) {
    if (character === '\ufffd') broken++;
    else if (character > '\u007f') good++;
  }
  return good > 2 * broken;
}

const charsetOf = (contentType: string | null): string | null =>
  /charset\s*=\s*["']?([\w.:-]+)/i.exec(contentType ?? '')?.[1] ?? null;

const prologCharset = (bytes: Uint8Array): string | null =>
  /<\?xml[^>]*?encoding\s*=\s*["']?([\w.:-]+)/i.exec(Buffer.from(bytes.subarray(0, 1000)).toString('latin1'))?.[1] ??
  null;

/**
 * The charset that a name stands for, by its WHATWG name or that of a Kazakh code page; nothing for unknown ones. UTF-16 is none either: its zero bytes would
 * have shown; nor is ASCII, which servers name by default.
 */
function known(name: string | null): readonly string[] {
  const plain = (name ?? '')
    .toLowerCase()
    .replace(/^win(?:dows)?-?(?=125\d$)/, 'windows-')
    .replace(/^koi8-?r?$/, 'koi8-r');
  if (/^(?:us-?)?ascii$|^ansi|^utf-?16|^ucs|^iso-10646|^unicode$/.test(plain)) return [];
  const page = kazakhCodePageOf(plain);
  if (page !== null) return [page];
  try {
    return [new TextDecoder(plain).encoding];
  } catch {
    return [];
  }
}

/** Null where the bytes are not of the charset. */
function strictly(bytes: Uint8Array, charset: string): string | null {
  try {
    return new TextDecoder(charset, { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}

type Utf32 = 'utf-32le' | 'utf-32be';
type UnicodeForm = 'utf-8' | 'utf-16le' | 'utf-16be' | Utf32;

/** The form that a byte order mark tells, or, since feeds begin with ASCII, the zero bytes beside the first two characters. */
function unicodeForm(bytes: Uint8Array): UnicodeForm | null {
  const [a = 1, b = 1, c = 1, d = 1] = bytes;
  const starts = (...start: readonly number[]) => start.every((byte, at) => bytes[at] === byte);
  if (starts(0xff, 0xfe, 0, 0) || (a !== 0 && b === 0 && c === 0 && d === 0)) return 'utf-32le';
  if (starts(0, 0, 0xfe, 0xff) || (a === 0 && b === 0 && c === 0 && d !== 0)) return 'utf-32be';
  if (starts(0xff, 0xfe) || (a !== 0 && b === 0 && c !== 0 && d === 0)) return 'utf-16le';
  if (starts(0xfe, 0xff) || (a === 0 && b !== 0 && c === 0 && d !== 0)) return 'utf-16be';
  return starts(0xef, 0xbb, 0xbf) ? 'utf-8' : null;
}

/** TextDecoder knows no UTF-32. */
function decodeUtf32(bytes: Uint8Array, form: Utf32): string {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const pieces: string[] = [];
  for (let at = 0; at + 4 <= bytes.length; at += 4) {
    const code = view.getUint32(at, form === 'utf-32le');
    if (code !== 0xfeff) pieces.push(code <= 0x10ffff ? String.fromCodePoint(code) : '\ufffd');
  }
  return pieces.join('');
}
