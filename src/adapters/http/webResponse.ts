import type { Readable } from 'node:stream';
import type { ResponseHeaders } from './headers.ts';
import { startOf } from './startOf.ts';

/** A response whose body is still to be read, discarded or given up. */
export interface WebResponse {
  readonly statusCode: number;
  readonly headers: ResponseHeaders;
  readonly body: Readable;
}

const leftBytes = 16_384;

/** Reads the little that is left, so that the connection serves again; what is longer, breaks or drips goes, and the connection with it. */
export async function discard({ body }: Pick<WebResponse, 'body'>): Promise<void> {
  await startOf(body, leftBytes);
}

/** Reads no further. The connection goes with it. */
export function giveUp({ body }: Pick<WebResponse, 'body'>): void {
  body.on('error', () => undefined);
  body.destroy();
}
