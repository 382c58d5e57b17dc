import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeDocument } from '../../../src/adapters/documents/decodeDocument.ts';

const russian = 'В Алматы введён комендантский час, сообщили в полиции города. Погибли 12 человек.';
const letters = 'абвгдежзийклмнопрстуфхцчшщъыьэюя';

/** Bytes of a text in a charset of which the alphabet begins at a byte. */
function inWindows1251(text: string): Buffer {
  return Buffer.from([...text].map((letter) => byteOf(letter, (small) => 0xe0 + letters.indexOf(small), 0xb8, -0x20)));
}

/** KOI8 has its own order: small letters from 0xC0, capitals above. */
const koi8Order = 'юабцдефгхийклмнопярстужвьызшэщчъ';
const inKoi8 = (text: string): Buffer =>
  Buffer.from([...text].map((letter) => byteOf(letter, (small) => 0xc0 + koi8Order.indexOf(small), 0xa3, 0x20)));

function byteOf(letter: string, place: (small: string) => number, yo: number, toCapital: number): number {
  const small = letter.toLowerCase();
  if (letter === 'ё') return yo;
  if (!letters.includes(small)) return letter.charCodeAt(0);
  return place(small) + (letter === small ? 0 : toCapital);
}

const document = (said: string, text: string) => `<?xml version="1.0"${said}?><rss><title>${text}</title></rss>`;
const bytes = (said: string, text: Buffer): Buffer => {
  const [before = '', after = ''] = document(said, '@').split('@');
  return Buffer.concat([Buffer.from(before), text, Buffer.from(after)]);
};
const utf16be = (text: string): Buffer => Buffer.from(text, 'utf16le').swap16();
const utf32 = (text: string): Buffer => {
  const written = Buffer.alloc(text.length * 4);
  for (const [at, letter] of [...text].entries()) written.writeUInt32BE(letter.codePointAt(0) ?? 0, at * 4);
  return written;
};

describe('a document is decoded', () => {
  it.each([
    ['as the Content-Type says', bytes('', inWindows1251(russian)), 'text/xml; charset=windows-1251'],
    ['as the Content-Type says in an odd way', bytes('', inKoi8(russian)), 'text/xml; charset="koi8"'],
    ['as the prolog says', bytes(' encoding="KOI8-R"', inKoi8(russian)), null],
    ['by its letters where nothing is said: windows-1251', bytes('', inWindows1251(russian)), null],
    ['by its letters where nothing is said: KOI8-R', bytes('', inKoi8(russian)), null],
    ['by its letters where UTF-8 is said and is not', bytes(' encoding="utf-8"', inWindows1251(russian)), 'text/xml'],
    ['by its letters where Latin-1 is said', bytes('', inWindows1251(russian)), 'text/xml; charset=iso-8859-1'],
    ['by its letters where another Russian one is said', bytes(' encoding="koi8-r"', inWindows1251(russian)), null],
    ['as UTF-8 where Latin-1 is said', bytes('', Buffer.from(russian)), 'text/xml; charset=iso-8859-1'],
    ['as UTF-8 where UTF-16 is said', bytes(' encoding="utf-16"', Buffer.from(russian)), null],
    [
      'by its byte order mark, whatever is said',
      Buffer.from(`\ufeff${document('', russian)}`),
      'text/xml; charset=koi8-r',
    ],
    ['as UTF-16 without a mark', Buffer.from(document('', russian), 'utf16le'), null],
    ['as UTF-16 from the other end', utf16be(document('', russian)), 'text/xml; charset=utf-8'],
    ['as UTF-32', utf32(document('', russian)), null],
  ])('%s', (_name, written, contentType) => {
    expect(decodeDocument(written, contentType)).toContain(`<title>${russian}</title>`);
  });

  it('with a few broken bytes as UTF-8 all the same', () => {
    const broken = Buffer.concat([Buffer.from(`<a>${russian}`), Buffer.from([0xff]), Buffer.from('</a>')]);
    expect(decodeDocument(broken, null)).toBe(`<a>${russian}\ufffd</a>`);
  });

  it.each([
    ['Café “déjà vu”', Buffer.from('Caf\xe9 \x93d\xe9j\xe0 vu\x94', 'latin1')],
    ['€ £', Buffer.from('\x80 \xa3', 'latin1')],
  ])('by what Windows writes in the West where nothing else fits: %s', (text, written) => {
    expect(decodeDocument(written, null)).toBe(text);
    expect(decodeDocument(written, 'text/xml; charset=iso-8859-1')).toBe(text);
  });

  it('as Japanese where that is said', () => {
    const title = Buffer.from([0x1b, 0x24, 0x42, 0x46, 0x7c, 0x4b, 0x5c, 0x1b, 0x28, 0x42]);
    expect(decodeDocument(bytes(' encoding="iso-2022-jp"', title), null)).toContain('<title>日本</title>');
    expect(decodeDocument(bytes(' encoding="euc-jp"', Buffer.from([0xc6, 0xfc, 0xcb, 0xdc])), null)).toContain('日本');
  });

  it('without characters that XML forbids, and with the letters that stand for controls', () => {
    expect(decodeDocument(Buffer.from('a\u0000b\u0008c\ud7ff don\u0092t'), null)).toBe('abc\ud7ff don’t');
  });
});

it('no bytes throw', () => {
  const names = fc.constantFrom(
    null,
    'text/xml',
    'text/xml; charset=koi8-r',
    'a; charset=x-nobody',
    'a; charset=gbk',
    ';charset=utf-7',
  );
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), names, (written, contentType) => {
      expect(typeof decodeDocument(written, contentType)).toBe('string');
    }),
  );
});
