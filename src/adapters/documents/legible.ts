/** Characters 0x80 to 0x9F as Windows means them: documents that call themselves Latin-1 or are put together from such. */
const windows = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ';

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters that XML 1.0 §2.2 forbids
const forbidden = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]+/g;
const latinControls = /[\u0080-\u009f]/g;

/** Without characters that XML forbids; controls of Latin-1 become the letters that were meant. */
export const legible = (text: string): string =>
  text.replace(forbidden, '').replace(latinControls, (character) => windows.charAt(character.charCodeAt(0) - 0x80));

/** The character of a reference, as far as it is legible. */
export const legibleCharacter = (codePoint: number): string =>
  codePoint >= 0xa0 || (codePoint >= 0x20 && codePoint < 0x7f)
    ? String.fromCodePoint(codePoint)
    : legible(String.fromCodePoint(codePoint));
