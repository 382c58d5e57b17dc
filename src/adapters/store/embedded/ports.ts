import { type AddressInfo, createServer } from 'node:net';

/** A loopback port that nobody listens on; another program may take it before its use. */
export const freePort = (): Promise<number> => listenBriefly(0);

/** Whether the loopback port can be listened on just now. */
export const isFree = (port: number): Promise<boolean> =>
  listenBriefly(port).then(
    () => true,
    () => false,
  );

function listenBriefly(port: number): Promise<number> {
  const server = createServer();
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ port, host: '127.0.0.1', exclusive: true }, () => {
      const address: AddressInfo | string | null = server.address();
      server.close(() => (address !== null && typeof address === 'object' ? resolve(address.port) : reject()));
    });
  });
}
