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

/** One of the bytes from 0x80 to 0xBF, by place, beside the alphabet of windows-1251. */
const inPage = (page: Readonly<Record<string, number>>, text: string): Buffer =>
  Buffer.concat([...text].map((letter) => Buffer.from(letter in page ? [page[letter] ?? 0] : inWindows1251(letter))));

const kazakh = 'Қостанайда үш үйде өрт болды, оған әкім жауап берді: бұл туралы мәлімет жоқ.';
const kz1048 = { Қ: 0x8d, қ: 0x9d, ү: 0xbf, ө: 0xb4, ғ: 0xba, ә: 0xbc, і: 0xb3, ұ: 0xa2 };
const pt154 = { Қ: 0x8d, қ: 0x9d, ү: 0x89, ө: 0xb5, ғ: 0x83, ә: 0xba, і: 0xb3, ұ: 0xb1 };

const ukrainian = 'У Львові її знайшли живою, повідомила поліція. Ґанок будинку є цілим, загинуло двоє.';
const windowsUkrainian = { Ґ: 0xa5, ґ: 0xb4, є: 0xba, і: 0xb3, ї: 0xbf };

/** Capitals from 0x80, small letters from 0xE0, but the last. */
const macCyrillic = {
  ...Object.fromEntries([...letters.toUpperCase()].map((letter, at) => [letter, 0x80 + at])),
  я: 0xdf,
  ё: 0xde,
};
/** The alphabet of ISO 8859-5 stands 16 bytes lower. */
const inIso = (text: string): Buffer =>
  Buffer.from(inWindows1251(text).map((byte) => (byte >= 0xc0 ? byte - 16 : byte)));
const oblast = 'В Алматы введен комендантский час, сообщили в полиции города. Погибли 12 человек.';

describe('a Cyrillic charset other than the usual ones', () => {
  it.each([
    ['PT154 by its name', inPage(pt154, kazakh), ' encoding="PTCP154"', kazakh],
    ['PT154 by another of its names', inPage(pt154, kazakh), ' encoding="Cyrillic-Asian"', kazakh],
    ['PT154 that is not named', inPage(pt154, kazakh), ' encoding="utf-8"', kazakh],
    ['KZ-1048 by its name', inPage(kz1048, kazakh), ' encoding="kz-1048"', kazakh],
    ['KZ-1048 by another of its names', inPage(kz1048, kazakh), ' encoding="STRK1048-2002"', kazakh],
    ['KZ-1048 that says windows-1251', inPage(kz1048, kazakh), ' encoding="windows-1251"', kazakh],
    ['Ukrainian, which shares bytes with Kazakh', inPage(windowsUkrainian, ukrainian), '', ukrainian],
    ['Russian that says KZ-1048', inWindows1251(russian.replace('ё', 'е')), ' encoding="kz-1048"', oblast],
    ['x-mac-cyrillic by its name', inPage(macCyrillic, russian), ' encoding="x-mac-cyrillic"', russian],
    ['windows-1251 that says x-mac-cyrillic', inWindows1251(russian), ' encoding="x-mac-cyrillic"', russian],
    ['ISO 8859-5 that says UTF-8', inIso(oblast), ' encoding="utf-8"', oblast],
    ['UTF-8 that says PT154', Buffer.from(kazakh), ' encoding="pt154"', kazakh],
  ])('is read: %s', (_name, written, said, text) => {
    expect(decodeDocument(bytes(said, written), null)).toContain(`<title>${text}</title>`);
  });
});

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
