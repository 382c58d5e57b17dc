import { legible } from './legible.ts';

/**
 * Bytes to text. In order: the byte order mark, the charset of the Content-Type (RFC 7303 §3), the XML prolog, UTF-16
 * seen by its zero bytes, UTF-8. A named charset that the bytes contradict (UTF-8 that is not) gives way to the next.
 */
export function decodeDocument(bytes: Uint8Array, contentType: string | null): string {
  return legible(decoded(bytes, contentType));
}

function decoded(bytes: Uint8Array, contentType: string | null): string {
  const named = [charsetOf(contentType), prologCharset(bytes)].filter((name) => name !== null);
  const guesses = [byteOrderMark(bytes), ...named, zeroBytes(bytes), 'utf-8'].filter((name) => name !== null);
  for (const name of guesses) {
    const text = decodedAs(bytes, name);
    if (text !== null) return text;
  }
  const single = named.find((name) => !/^utf/i.test(name) && isKnown(name));
  return new TextDecoder(single ?? 'windows-1252').decode(bytes);
}

const charsetOf = (contentType: string | null): string | null =>
  /charset\s*=\s*["']?([\w.:-]+)/i.exec(contentType ?? '')?.[1] ?? null;

function byteOrderMark([first, second, third]: Uint8Array): string | null {
  if (first === 0xef && second === 0xbb && third === 0xbf) return 'utf-8';
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  return first === 0xfe && second === 0xff ? 'utf-16be' : null;
}

/** `<` beside a zero byte. */
function zeroBytes([first, second]: Uint8Array): string | null {
  if (first === 0x3c && second === 0) return 'utf-16le';
  return first === 0 && second === 0x3c ? 'utf-16be' : null;
}

/** A document that can be read as ASCII up to its prolog is no UTF-16, whatever the prolog says. */
function prologCharset(bytes: Uint8Array): string | null {
  const start = Buffer.from(bytes.subarray(0, 300)).toString('latin1');
  const name = /<\?xml[^>]*?encoding\s*=\s*["']([\w.:-]+)["']/i.exec(start)?.[1] ?? null;
  return name !== null && /^utf-?16|^ucs/i.test(name) ? null : name;
}

/** Null where the charset is unknown or the bytes are not of it. */
function decodedAs(bytes: Uint8Array, charset: string): string | null {
  try {
    return new TextDecoder(charset, { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}

const isKnown = (charset: string): boolean => decodedAs(new Uint8Array(), charset) !== null;
