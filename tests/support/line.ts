import { connect, createServer, type Socket } from 'node:net';
import { listenOnLoopback } from './loopback.ts';

/** The way to a server, which a test can interrupt. */
export interface Line {
  readonly port: number;
  /** How many connections were asked for so far, also while it was cut. */
  attempts(): number;
  /** Ends every connection and refuses new ones, as a server that is down. */
  cut(): void;
  /** Keeps the connections and takes new ones, but lets nothing through, as a server that hangs. */
  freeze(): void;
  /**
   * Keeps the connections there are and lets nothing through them ever again, without a word to either end; new ones work. So
   * it is after a fail-over, or behind a router that lost its memory.
   */
  forget(): void;
  /** How many forgotten connections the caller still keeps. */
  forgotten(): number;
  /** Lets everything through again, but what was forgotten. */
  mend(): void;
  close(): Promise<void>;
}

type State = 'open' | 'cut' | 'frozen';

/** A TCP proxy on a free loopback port. */
export async function openLine(target: URL): Promise<Line> {
  const sockets = new Set<Socket>();
  const callers = new WeakSet<Socket>();
  const forgotten = new Set<Socket>();
  let state: State = 'open';
  let attempts = 0;

  const join = (inward: Socket) => {
    attempts++;
    callers.add(inward);
    if (state === 'cut') {
      inward.resetAndDestroy();
      return;
    }
    const outward = connect(Number(target.port), target.hostname);
    pass(inward, outward);
    pass(outward, inward);
    if (state === 'frozen') for (const socket of [inward, outward]) socket.pause();
  };
  const pass = (from: Socket, to: Socket) => {
    sockets.add(from);
    from.on('data', (chunk) => {
      if (!forgotten.has(from)) to.write(chunk);
    });
    from.on('error', () => undefined);
    from.on('close', () => {
      sockets.delete(from);
      // Of what was forgotten, neither end learns what becomes of the other.
      if (!forgotten.delete(from)) to.destroy();
    });
  };

  const { port, close } = await listenOnLoopback(createServer(join));
  return {
    port,
    attempts: () => attempts,
    cut() {
      state = 'cut';
      for (const socket of sockets) socket.destroy();
    },
    freeze() {
      state = 'frozen';
      for (const socket of sockets) socket.pause();
    },
    forget() {
      state = 'open';
      for (const socket of sockets) forgotten.add(socket.resume());
    },
    forgotten: () => [...forgotten].filter((socket) => callers.has(socket)).length,
    mend() {
      state = 'open';
      for (const socket of sockets) socket.resume();
    },
    async close() {
      for (const socket of sockets) socket.destroy();
      await close();
    },
  };
}
