import { decodeDocument } from './decodeDocument.ts';

/** As browsers do (HTML §13.2.3): byte order mark, Content-Type, `<meta>` in the first kilobyte, else as any document. */
export function decodePage(bytes: Uint8Array, contentType: string | null): string {
  if (/charset\s*=/i.test(contentType ?? '')) return decodeDocument(bytes, contentType);
  const start = Buffer.from(bytes.subarray(0, 1024)).toString('latin1');
  const named = /<meta[^>]{1,200}?charset\s*=\s*["']?([\w.:-]+)/i.exec(start)?.[1];
  // A page whose meta could be read as ASCII is no UTF-16, whatever it says.
  const charset = named === undefined || /^utf-?16/i.test(named) ? null : `text/html; charset=${named}`;
  return decodeDocument(bytes, charset);
}
