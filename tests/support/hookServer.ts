import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

export interface ArrivedHook {
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** Takes every POST with 200, as Slack's incoming webhooks and most receivers do. */
export interface HookServer {
  readonly url: string;
  readonly hooks: readonly ArrivedHook[];
  close(): Promise<void>;
}

export async function startHookServer(): Promise<HookServer> {
  const hooks: ArrivedHook[] = [];
  const server = createServer((request, response) => {
    void text(request).then((body) => {
      hooks.push({ headers: request.headers, body });
      response.writeHead(200).end('ok');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/`,
    hooks,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
