import type { Readable } from 'node:stream';

/** The status came, and decides: nobody waits long for the words that follow it. */
const wordsWithinMs = 2_000;

/**
 * The first bytes of a body, as far as they can be had within two seconds; the rest is given up, and never throws: who asks for no
 * more knows all else by the status.
 */
export async function startOf(body: Readable, mostBytes: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  body.on('error', () => undefined);
  const timer = setTimeout(() => body.destroy(), wordsWithinMs);
  try {
    for await (const chunk of body as AsyncIterable<Buffer>) {
      chunks.push(chunk);
      length += chunk.length;
      if (length >= mostBytes) break;
    }
  } catch {
    // What came before it broke is enough.
  } finally {
    clearTimeout(timer);
  }
  return Buffer.concat(chunks).subarray(0, mostBytes);
}
