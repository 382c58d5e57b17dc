import type { ServerResponse } from 'node:http';

/** An answer that comes in small pieces. */
export interface Dripping {
  /** What is still to come, in pieces, when the reader leaves; 0 when it had all of it. */
  readonly missed: Promise<number>;
}

/** Answers with these bytes piece by piece, one every `everyMs`: whole in the end, for a reader that waits so long. */
export function drip(response: ServerResponse, bytes: Buffer, pieces: number, everyMs: number): Dripping {
  let sent = 0;
  const cut = (piece: number) => Math.floor((bytes.length * piece) / pieces);
  const timer = setInterval(() => {
    response.write(bytes.subarray(cut(sent), cut(sent + 1)));
    if (++sent < pieces) return;
    clearInterval(timer);
    response.end();
  }, everyMs);
  const missed = new Promise<number>((resolve) => {
    response.on('close', () => {
      clearInterval(timer);
      resolve(pieces - sent);
    });
  });
  return { missed };
}
