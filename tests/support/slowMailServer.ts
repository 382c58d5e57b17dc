import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';

/** At which step the server begins to send one byte now and then instead of its answer; `nowhere`: it answers. */
export type DripsAt = 'greeting' | 'EHLO' | 'AUTH' | 'MAIL' | 'RCPT' | 'DATA' | 'end of DATA' | 'nowhere';

/** A mail whose sender was told that it is taken. */
export interface TakenMail {
  /** The last recipient. */
  readonly to: string;
  /** Its headers, unfolded. */
  readonly headers: string;
}

export interface SlowMailServer {
  readonly smtpUrl: string;
  /** What it does with the commands from now on; who drips already goes on dripping, since nobody mends a connection. */
  dripAt(step: DripsAt): void;
  /** Ends all connections: who goes on needs new ones. */
  hangUp(): void;
  /** Ends all connections, and answers with this at the step from now on; null: as usual. */
  refuseAt(step: Exclude<DripsAt, 'nowhere' | 'greeting'>, reply: string | null): void;
  /** Message-IDs of what it was given whole, whether it said so or not. */
  readonly given: readonly string[];
  readonly mails: readonly TakenMail[];
  /** How many connections drip. */
  dripping(): number;
  /** How many connections are open. */
  open(): number;
  /** Resolves when as many are. */
  whenOpen(count: number): Promise<void>;
  close(): Promise<void>;
}

const everyMs = 20;

/** A mail server on loopback that speaks just enough SMTP, and never goes silent: no time-out of idleness ends its answers. */
export async function startSlowMailServer(): Promise<SlowMailServer> {
  let step: DripsAt = 'nowhere';
  let refusal: { readonly at: DripsAt; readonly reply: string } | null = null;
  const given: string[] = [];
  const mails: TakenMail[] = [];
  const dripping = new Set<Socket>();
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => {
      sockets.delete(socket);
      dripping.delete(socket);
      server.emit('changed');
    });
    socket.on('error', () => undefined);
    server.emit('changed');
    converse(socket, {
      refuses: (at) => (refusal?.at === at ? refusal.reply : null),
      drips(at) {
        if (step === at) dripping.add(socket);
        return step === at;
      },
      give: (mail) => void given.push(mail),
      take: (mail) => void mails.push(mail),
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const hangUp = () => {
    for (const socket of sockets) socket.destroy();
  };
  return {
    smtpUrl: `smtp://127.0.0.1:${port}`,
    dripAt(next) {
      step = next;
    },
    hangUp,
    refuseAt(at, reply) {
      refusal = reply === null ? null : { at, reply };
      hangUp();
    },
    ...{ given, mails },
    dripping: () => dripping.size,
    open: () => sockets.size,
    async whenOpen(count) {
      while (sockets.size !== count) await once(server, 'changed');
    },
    async close() {
      hangUp();
      server.close();
      await once(server, 'close');
    },
  };
}

interface Manners {
  drips(at: DripsAt): boolean;
  /** What it answers instead. */
  refuses(at: DripsAt): string | null;
  /** The Message-ID of a mail that was given whole. */
  give(messageId: string): void;
  take(mail: TakenMail): void;
}

function converse(socket: Socket, manners: Manners): void {
  let isData = false;
  let to = '';
  let text = '';
  const answer = (at: DripsAt, reply: string) => {
    if (manners.drips(at)) drip(socket);
    else socket.write(`${manners.refuses(at) ?? reply}\r\n`);
  };
  const isAnswered = (at: DripsAt) => manners.refuses(at) === null && !manners.drips(at);
  answer('greeting', '220 slow.example ESMTP');
  socket.on('data', (chunk) => {
    text += chunk.toString('latin1');
    if (isData) return endOfData();
    for (let end = text.indexOf('\r\n'); end >= 0 && !isData; end = text.indexOf('\r\n')) {
      const command = text.slice(0, end);
      text = text.slice(end + 2);
      obey(command);
    }
    if (isData) endOfData();
  });

  function obey(command: string): void {
    const verb = command.slice(0, 4).toUpperCase();
    if (verb === 'EHLO') answer('EHLO', '250-slow.example\r\n250 AUTH PLAIN');
    else if (verb === 'AUTH') answer('AUTH', '235 2.7.0 welcome');
    else if (verb === 'MAIL') answer('MAIL', '250 2.1.0 sender ok');
    else if (verb === 'RCPT') {
      to = /<(.*)>/.exec(command)?.[1] ?? '';
      answer('RCPT', '250 2.1.5 recipient ok');
    } else if (verb === 'DATA') {
      isData = manners.refuses('DATA') === null;
      answer('DATA', '354 go on');
    } else socket.write('250 ok\r\n');
  }

  function endOfData(): void {
    const end = text.indexOf('\r\n.\r\n');
    if (end < 0) return;
    const headers = (text.split('\r\n\r\n')[0] ?? '').replace(/\r\n\s+/g, ' ');
    if (manners.refuses('end of DATA') === null) manners.give(headerIn(headers, 'message-id'));
    if (isAnswered('end of DATA')) manners.take({ to, headers });
    text = text.slice(end + 5);
    isData = false;
    answer('end of DATA', '250 2.0.0 taken');
  }
}

/** The beginning of a reply whose end never comes. */
function drip(socket: Socket): void {
  socket.write('250-');
  const timer = setInterval(() => socket.write('x'), everyMs);
  socket.on('close', () => clearInterval(timer));
}

/** The value of a header that stands on one line; empty where there is none. */
export const headerIn = (headers: string, name: string): string =>
  new RegExp(`^${name}: (.*)$`, 'im').exec(headers)?.[1]?.trim() ?? '';
