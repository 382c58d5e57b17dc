import { createServer, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { listenOnLoopback } from './loopback.ts';

/** What a path does with a POST: takes it, keeps it waiting for ever, or answers with this status. */
export type HookFault = 'none' | 'hangs' | 429 | 503;

export interface TakenHook {
  readonly path: string;
  /** `webhook-id`, where the sender has one. */
  readonly id: string;
  readonly body: string;
}

/** Many receivers on one host, each under a path of its own, as large services have it. */
export interface FaultyHookServer {
  urlOf(path: string): string;
  readonly taken: readonly TakenHook[];
  /** POSTs that wait for an answer now. */
  hanging(): number;
  /** POSTs that were refused, by path. */
  refused(path: string): number;
  behave(path: string, fault: HookFault): void;
  close(): Promise<void>;
}

export async function startFaultyHookServer(): Promise<FaultyHookServer> {
  const taken: TakenHook[] = [];
  const faults = new Map<string, HookFault>();
  const refusals = new Map<string, number>();
  const waiting = new Set<ServerResponse>();
  const server = createServer((request, response) => {
    const path = (request.url ?? '').slice(1);
    void text(request).then(
      (body) => {
        const fault = faults.get(path) ?? 'none';
        if (fault === 'hangs') {
          waiting.add(response);
          response.on('close', () => waiting.delete(response));
        } else if (fault === 'none') {
          taken.push({ path, id: String(request.headers['webhook-id'] ?? ''), body });
          response.writeHead(200).end('ok');
        } else {
          refusals.set(path, (refusals.get(path) ?? 0) + 1);
          response.writeHead(fault).end('later');
        }
      },
      () => undefined,
    );
  });
  const { origin, close } = await listenOnLoopback(server);
  return {
    urlOf: (path) => `${origin}/${path}`,
    taken,
    hanging: () => waiting.size,
    refused: (path) => refusals.get(path) ?? 0,
    behave: (path, fault) => void faults.set(path, fault),
    close,
  };
}
