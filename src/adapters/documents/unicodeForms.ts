type Utf32 = 'utf-32le' | 'utf-32be';
export type UnicodeForm = 'utf-8' | 'utf-16le' | 'utf-16be' | Utf32;

/** The form that a byte order mark tells, or, since feeds begin with ASCII, the zero bytes beside the first two characters. */
export function unicodeForm(bytes: Uint8Array): UnicodeForm | null {
  const [a = 1, b = 1, c = 1, d = 1] = bytes;
  const starts = (...start: readonly number[]) => start.every((byte, at) => bytes[at] === byte);
  if (starts(0xff, 0xfe, 0, 0) || (a !== 0 && b === 0 && c === 0 && d === 0)) return 'utf-32le';
  if (starts(0, 0, 0xfe, 0xff) || (a === 0 && b === 0 && c === 0 && d !== 0)) return 'utf-32be';
  if (starts(0xff, 0xfe) || (a !== 0 && b === 0 && c !== 0 && d === 0)) return 'utf-16le';
  if (starts(0xfe, 0xff) || (a === 0 && b !== 0 && c === 0 && d !== 0)) return 'utf-16be';
  return starts(0xef, 0xbb, 0xbf) ? 'utf-8' : null;
}

/** TextDecoder knows no UTF-32. */
export function decodeUtf32(bytes: Uint8Array, form: Utf32): string {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const pieces: string[] = [];
  for (let at = 0; at + 4 <= bytes.length; at += 4) {
    const code = view.getUint32(at, form === 'utf-32le');
    if (code !== 0xfeff) pieces.push(code <= 0x10ffff ? String.fromCodePoint(code) : '\ufffd');
  }
  return pieces.join('');
}
