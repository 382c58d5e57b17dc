/** What bytes 0x80 to 0xBF are in each; from there on both have the alphabet as windows-1251 has it. */
const pages = {
  'kz-1048': 'ЂЃ‚ѓ„…†‡€‰Љ‹ЊҚҺЏђ‘’“”•–—\ufffd™љ›њқһџ\u00a0ҰұӘ¤Ө¦§Ё©Ғ«¬\u00ad®Ү°±Ііөµ¶·ё№ғ»әҢңү',
  pt154: 'ҖҒӮғ„…ҶҮҲүҠӢҢҚҺҸҗ‘’“”•–—ҳҷҡӣңқһҹ\u00a0ЎўЈӨҘҰ§Ё©Ә«¬ӯ®Ҝ°ұІіҙө¶·ё№ә»јҪҫҝ',
} as const;

/** The code pages of Kazakhstan, which no decoder of the platform knows. */
export type KazakhCodePage = keyof typeof pages;

export const kazakhCodePages = ['kz-1048', 'pt154'] as const;

const names: Readonly<Record<KazakhCodePage, RegExp>> = {
  'kz-1048': /^(?:cs)?(?:kz-?1048|(?:st)?rk-?1048(?:-2002)?)$/,
  pt154: /^(?:cs)?(?:ptcp|pt|cp)-?154$|^cyrillic-asian$/,
};

/** The code page that a name in lower case stands for (IANA's names and aliases), or null. */
export const kazakhCodePageOf = (name: string): KazakhCodePage | null =>
  kazakhCodePages.find((page) => names[page].test(name)) ?? null;

export const isKazakhCodePage = (name: string): name is KazakhCodePage => Object.hasOwn(pages, name);

export const decodeKazakh = (bytes: Uint8Array, page: KazakhCodePage): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    .toString('latin1')
    .replace(/[\u0080-\u00ff]/g, (byte) => letterOf(byte.charCodeAt(0), pages[page]));

const letterOf = (byte: number, page: string): string =>
  byte < 0xc0 ? page.charAt(byte - 0x80) : String.fromCharCode(0x410 + byte - 0xc0);
