import type { Readable } from 'node:stream';
import { BrokenResponse } from './unreadableResponse.ts';

/** Reads a stream by lines and by bytes. */
export class ByteReader {
  readonly #stream: Readable;
  #bytes: Buffer = Buffer.alloc(0);

  constructor(stream: Readable) {
    this.#stream = stream;
  }

  /** Up to the next LF or the end, without LF and a CR before it; latin1. Null at the end; throws beyond `mostBytes`. */
  async line(mostBytes: number, tooLong: () => Error): Promise<string | null> {
    let from = 0;
    for (;;) {
      const end = this.#bytes.indexOf(0x0a, from);
      if (end > mostBytes || (end === -1 && this.#bytes.length > mostBytes)) throw tooLong();
      if (end !== -1)
        return this.#take(end + 1)
          .toString('latin1')
          .replace(/\r?\n$/, '');
      from = this.#bytes.length;
      if (!(await this.#fill())) return from === 0 ? null : this.#take(from).toString('latin1');
    }
  }

  /** At least one byte, at most so many; null at the end. */
  async some(most: number): Promise<Buffer | null> {
    if (this.#bytes.length === 0 && !(await this.#fill())) return null;
    return this.#take(Math.min(most, this.#bytes.length));
  }

  /** Passes over the end of a line, where one is. */
  async skipLineEnd(): Promise<void> {
    for (const byte of [0x0d, 0x0a]) {
      if (this.#bytes.length === 0 && !(await this.#fill())) return;
      if (this.#bytes[0] === byte) this.#take(1);
    }
  }

  #take(length: number): Buffer {
    const taken = this.#bytes.subarray(0, length);
    this.#bytes = this.#bytes.subarray(length);
    return taken;
  }

  /** False at the end of the stream. */
  async #fill(): Promise<boolean> {
    const chunk = (this.#stream.read() as Buffer | null) ?? (await nextChunk(this.#stream));
    if (chunk === null) return false;
    this.#bytes = this.#bytes.length === 0 ? chunk : Buffer.concat([this.#bytes, chunk]);
    return true;
  }
}

function nextChunk(stream: Readable): Promise<Buffer | null> {
  if (stream.readableEnded) return Promise.resolve(null);
  return new Promise((resolve, reject) => {
    const look = () => {
      const chunk = stream.read() as Buffer | null;
      if (chunk !== null) settle(() => resolve(chunk));
    };
    const end = () => settle(() => resolve(null));
    const fail = (error: Error) => settle(() => reject(error));
    const close = () => settle(() => reject(stream.errored ?? new BrokenResponse('the connection closed')));
    const settle = (then: () => void) => {
      stream.off('readable', look).off('end', end).off('error', fail).off('close', close);
      then();
    };
    if (stream.destroyed) return close();
    stream.on('readable', look).on('end', end).on('error', fail).on('close', close);
  });
}
