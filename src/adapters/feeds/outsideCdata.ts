/** Changes what is not in a CDATA section. Each place is looked at once, however many sections are opened and never closed. */
export function outsideCdata(xml: string, change: (text: string) => string): string {
  const pieces: string[] = [];
  let at = 0;
  for (;;) {
    const open = xml.indexOf('<![CDATA[', at);
    const close = open === -1 ? -1 : xml.indexOf(']]>', open);
    if (close === -1) return [...pieces, change(xml.slice(at))].join('');
    pieces.push(change(xml.slice(at, open)), xml.slice(open, close + 3));
    at = close + 3;
  }
}
