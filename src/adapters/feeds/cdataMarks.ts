const start = '<![CDATA[';
const end = ']]>';

/** Some put a CDATA section in and then escape it, or put it into another: its marks are then text. */
export const withoutCdataMarks = (text: string): string => (text.includes(start) ? unwrapped(unwrapped(text)) : text);

function unwrapped(text: string): string {
  const written = text.trim();
  if (!written.startsWith(start)) return text;
  return written.slice(start.length, written.endsWith(end) ? -end.length : undefined);
}
