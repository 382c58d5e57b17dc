const quote = 0x22;
const backslash = 0x5c;
/** `[` and `{`, `]` and `}` differ in this bit only. */
const isOpening = (code: number): boolean => (code | 0x20) === 0x7b;
const isClosing = (code: number): boolean => (code | 0x20) === 0x7d;

/** Brackets of the largest feed are a tenth of this; each costs memory when it is parsed. */
const mostOpenings = 1_000_000;

/** Whether brackets stand in each other more than `levels` deep, outside of strings, or are too many for any feed. */
export function isJsonBomb(json: string, levels: number): boolean {
  let depth = 0;
  let openings = 0;
  let isString = false;
  for (let at = 0; at < json.length; at++) {
    const code = json.charCodeAt(at);
    if (isString) {
      if (code === backslash) at++;
      else if (code === quote) isString = false;
    } else if (code === quote) isString = true;
    else if (isOpening(code) && (++depth > levels || ++openings > mostOpenings)) return true;
    else if (isClosing(code)) depth--;
  }
  return false;
}
