import type { Readable } from 'node:stream';
import type { ResponseHeaders } from './headers.ts';

/** A response whose body is still to be read, dumped or destroyed. */
export interface WebResponse {
  readonly statusCode: number;
  readonly headers: ResponseHeaders;
  readonly body: ResponseBody;
}

/** `dump`: reads the little that is left, so that the connection serves again, or gives it up. */
export type ResponseBody = Readable & { dump(): Promise<unknown> };

/** A body that has no connection to keep. */
export const bodyOf = (stream: Readable): ResponseBody =>
  Object.assign(stream, {
    async dump() {
      stream.on('error', () => undefined);
      stream.destroy();
    },
  });

/** Reads no further. The connection goes with it. */
export function giveUp({ body }: Pick<WebResponse, 'body'>): void {
  body.on('error', () => undefined);
  body.destroy();
}
