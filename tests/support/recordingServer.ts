import { createServer, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { listenOnLoopback } from './loopback.ts';

/** A request as it came over the wire. */
export interface RecordedRequest {
  /** When, by the clock of the test. */
  readonly at: Date;
  /** The Host header without its port. */
  readonly host: string;
  readonly path: string;
  /** Names in lower case, values byte for byte as latin1. */
  readonly headers: ReadonlyMap<string, string>;
}

export type Reply = (response: ServerResponse, request: RecordedRequest) => void;

/** A loopback server that writes down every request and answers as it is told, by path. */
export interface RecordingServer {
  readonly port: number;
  readonly requests: readonly RecordedRequest[];
  /** Connections that are open now, and the most that were at one time. */
  readonly connections: { readonly now: number; readonly most: number };
  reply(path: string, reply: Reply): void;
  forget(): void;
  close(): Promise<void>;
}

export async function startRecordingServer(now: () => Date): Promise<RecordingServer> {
  const replies = new Map<string, Reply>();
  const requests: RecordedRequest[] = [];
  const open = new Set<Socket>();
  const connections = { now: 0, most: 0 };
  const server = createServer((request, response) => {
    const headers = new Map(pairs(request.rawHeaders).map(([name, value]) => [name.toLowerCase(), value]));
    const host = (headers.get('host') ?? '').replace(/:\d+$/, '');
    const recorded = { at: now(), host, path: request.url ?? '', headers };
    requests.push(recorded);
    const reply = replies.get(recorded.path);
    if (reply === undefined) response.writeHead(404).end();
    else reply(response, recorded);
  });
  server.on('connection', (socket) => {
    open.add(socket);
    connections.now = open.size;
    connections.most = Math.max(connections.most, open.size);
    socket.on('close', () => {
      open.delete(socket);
      connections.now = open.size;
    });
  });
  const { port, close } = await listenOnLoopback(server);
  return {
    port,
    requests,
    connections,
    reply: (path, reply) => void replies.set(path, reply),
    forget: () => void requests.splice(0),
    close,
  };
}

const pairs = (raw: readonly string[]): (readonly [string, string])[] =>
  raw.flatMap((name, index) => (index % 2 === 0 ? [[name, raw[index + 1] ?? ''] as const] : []));
