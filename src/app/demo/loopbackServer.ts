import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';

export interface LoopbackResponse {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

export interface LoopbackServer {
  readonly url: string;
  close(): Promise<void>;
}

/** A small HTTP server on a free loopback port. */
export function startLoopbackServer(
  respond: (request: IncomingMessage, body: Buffer) => LoopbackResponse | Promise<LoopbackResponse>,
): Promise<LoopbackServer> {
  const server = createServer((request, response) => {
    buffer(request)
      .then((body) => respond(request, body))
      .then(
        ({ status, headers, body }) => response.writeHead(status, headers).end(body),
        () => response.writeHead(500).end(),
      );
  });
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      resolve({ url: `http://127.0.0.1:${port}`, close: () => closed(server) });
    });
  });
}

const closed = (server: ReturnType<typeof createServer>): Promise<void> =>
  new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
