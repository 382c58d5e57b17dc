import type { AddressInfo, Server, Socket } from 'node:net';

/** A server of a test that listens on a free loopback port. */
export interface Loopback {
  readonly port: number;
  /** As a browser writes it: `http://127.0.0.1:40211`. */
  readonly origin: string;
  /** Ends its connections as well. */
  close(): Promise<void>;
}

export async function listenOnLoopback(server: Server, address = '127.0.0.1'): Promise<Loopback> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, address, resolve));
  const { port } = server.address() as AddressInfo;
  return {
    port,
    origin: `http://${address.includes(':') ? `[${address}]` : address}:${port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}
