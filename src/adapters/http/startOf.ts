import type { Readable } from 'node:stream';

/** The first bytes of a body, as far as they can be had; the rest is given up. Who asks for no more knows all else by the status. */
export async function startOf(body: Readable, mostBytes: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  try {
    for await (const chunk of body as AsyncIterable<Buffer>) {
      chunks.push(chunk);
      length += chunk.length;
      if (length >= mostBytes) break;
    }
  } catch {
    // The status came.
  }
  return Buffer.concat(chunks).subarray(0, mostBytes);
}
