import { type AddressInfo, createServer, type Socket } from 'node:net';

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
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    let received = '';
    socket
      .on('error', () => undefined)
      .on('close', () => sockets.delete(socket))
      .on('data', (bytes) => {
        received += bytes.toString('latin1');
        if (!received.includes('\r\n\r\n')) return;
        const request = received;
        received = '';
        requests.push(request);
        respond(socket, request);
      });
  });
  await new Promise<void>((resolve) => server.listen(0, host, resolve));
  return {
    origin: `http://${host.includes(':') ? `[${host}]` : host}:${(server.address() as AddressInfo).port}`,
    get requests() {
      return requests;
    },
    answer(response) {
      requests = [];
      respond = typeof response === 'function' ? response : (socket) => socket.end(response);
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}
