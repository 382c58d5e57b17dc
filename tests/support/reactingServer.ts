import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { listenOnLoopback } from './loopback.ts';

interface Post {
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export interface ReactingServer {
  readonly url: string;
  /** Those that it took: all of them, unless it was told otherwise. */
  readonly posts: readonly Post[];
  /** The status of the next answers; 0 breaks the connection instead, -1 sends a byte now and then of an answer without end. */
  respondWith(status: number, body?: string, headers?: Readonly<Record<string, string>>): void;
  /** Resolves with the next answer that has no end. */
  hanging(): Promise<void>;
  close(): Promise<void>;
}

/** Takes POSTs on loopback with 200, as Slack's incoming webhooks and most receivers do, or answers as it is told. */
export async function startReactingServer(): Promise<ReactingServer> {
  const posts: Post[] = [];
  let reaction = { status: 200, body: 'ok', headers: {} as Readonly<Record<string, string>> };
  const server = createServer((request, response) => {
    void text(request).then((body) => {
      if (reaction.status === 0) return request.socket.destroy();
      if (reaction.status === -1) return dripTo(request.socket, () => server.emit('hanging'));
      if (reaction.status < 300) posts.push({ headers: request.headers, body });
      return response.writeHead(reaction.status, reaction.headers).end(reaction.body);
    });
  });
  const { origin, close } = await listenOnLoopback(server);
  return {
    url: `${origin}/hook`,
    posts,
    respondWith(status, body = 'ok', headers = {}) {
      reaction = { status, body, headers };
    },
    hanging: async () => void (await once(server, 'hanging')),
    close,
  };
}

const everyMs = 20;

function dripTo(socket: Socket, begun: () => void): void {
  socket.write('HTTP/1.1 200 OK\r\nX-Long: ');
  const timer = setInterval(() => socket.write('x'), everyMs);
  socket.on('close', () => clearInterval(timer));
  begun();
}
