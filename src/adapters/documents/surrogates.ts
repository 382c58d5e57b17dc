const pair = /&#(?:x0{0,4}(d[89ab][\da-f]{2})|(5[56]\d{3}));&#(?:x0{0,4}(d[c-f][\da-f]{2})|(5[67]\d{3}));/gi;

/** Programs that count in UTF-16 write a character beyond it as two references, of which neither is a character. */
export const joinSurrogates = (text: string): string => (text.includes('&#') ? text.replace(pair, joined) : text);

function joined(
  whole: string,
  hexHigh: string | undefined,
  high: string | undefined,
  hexLow: string | undefined,
  low: string | undefined,
): string {
  const text = String.fromCharCode(codeOf(hexHigh, high), codeOf(hexLow, low));
  return /^[\ud800-\udbff][\udc00-\udfff]$/.test(text) ? text : whole;
}

const codeOf = (hex: string | undefined, decimal: string | undefined): number =>
  hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
