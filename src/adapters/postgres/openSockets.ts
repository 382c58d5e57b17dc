import { Socket } from 'node:net';

/** Sockets that are known until they close: connections to a server that is silent only end by their socket. */
export interface OpenSockets {
  /** A new one, not connected yet. */
  open(): Socket;
  destroyAll(): void;
}

export function createOpenSockets(): OpenSockets {
  const sockets = new Set<Socket>();
  return {
    open() {
      const socket = new Socket();
      sockets.add(socket);
      return socket.once('close', () => sockets.delete(socket));
    },
    destroyAll() {
      for (const socket of sockets) socket.destroy();
    },
  };
}
