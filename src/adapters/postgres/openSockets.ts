import { Socket } from 'node:net';

/** Sockets that are known until they close: connections to a server that is silent only end by their socket. */
export interface OpenSockets {
  /** A new one, not connected yet. */
  open(): Socket;
  /** Ends those over which nothing came for so long, to within a few seconds. */
  destroySilent(forMs: number): void;
  destroyAll(): void;
}

interface Heard {
  bytes: number;
  at: number;
}

const lookEveryMs = 5000;

export function createOpenSockets(): OpenSockets {
  const sockets = new Map<Socket, Heard>();
  const listen = () => {
    for (const [socket, heard] of sockets)
      if (socket.bytesRead !== heard.bytes) Object.assign(heard, { bytes: socket.bytesRead, at: performance.now() });
  };
  let timer: NodeJS.Timeout | null = null;
  const closed = (socket: Socket) => {
    sockets.delete(socket);
    if (sockets.size > 0 || timer === null) return;
    clearInterval(timer);
    timer = null;
  };
  return {
    open() {
      const socket = new Socket();
      sockets.set(socket, { bytes: 0, at: performance.now() });
      timer ??= setInterval(listen, lookEveryMs).unref();
      return socket.once('close', () => closed(socket));
    },
    destroySilent(forMs) {
      listen();
      for (const [socket, { at }] of sockets) if (performance.now() - at >= forMs) socket.destroy();
    },
    destroyAll() {
      for (const socket of sockets.keys()) socket.destroy();
    },
  };
}
