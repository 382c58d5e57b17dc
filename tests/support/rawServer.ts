import { createServer, type Socket } from 'node:net';
import { listenOnLoopback } from './loopback.ts';

/** A server that writes exactly the bytes it is told, and notes the requests as they came. */
export interface RawServer {
  readonly origin: string;
  readonly requests: readonly string[];
  /** Answers every request from now on so: with bytes and the end of the connection, or as it likes. */
  answer(response: string | Buffer | ((socket: Socket, request: string) => void)): void;
  close(): Promise<void>;
}

export async function startRawServer(host = '127.0.0.1'): Promise<RawServer> {
  let respond: (socket: Socket, request: string) => void = (socket) => socket.destroy();
  let requests: string[] = [];
  const server = createServer((socket) => {
    let received = '';
    socket
      .on('error', () => undefined)
      .on('data', (bytes) => {
        received += bytes.toString('latin1');
        if (!received.includes('\r\n\r\n')) return;
        const request = received;
        received = '';
        requests.push(request);
        respond(socket, request);
      });
  });
  const { origin, close } = await listenOnLoopback(server, host);
  return {
    origin,
    get requests() {
      return requests;
    },
    answer(response) {
      requests = [];
      respond = typeof response === 'function' ? response : (socket) => socket.end(response);
    },
    close,
  };
}
