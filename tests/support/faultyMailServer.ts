import { createServer, type Socket } from 'node:net';
import { createInterface } from 'node:readline';
import { type ParsedMail, simpleParser } from 'mailparser';
import { listenOnLoopback } from './loopback.ts';

/** Where in the dialogue it answers a byte every half second from now on, and never ends; or takes what comes. */
export type MailFault = 'none' | 'drips after EHLO' | 'drips after RCPT' | 'drips after DATA';

export interface TakenMail {
  readonly to: string;
  readonly mail: ParsedMail;
}

/** A mail server that goes on talking without ever saying anything: no time-out of idleness ends that. */
export interface FaultyMailServer {
  readonly smtpUrl: string;
  readonly mails: readonly TakenMail[];
  /** How many dialogues drip now. */
  dripping(): number;
  /** Dialogues that drip already go on dripping: nobody mends a connection. */
  behave(fault: MailFault): void;
  close(): Promise<void>;
}

const dripEveryMs = 500;

export async function startFaultyMailServer(): Promise<FaultyMailServer> {
  const mails: TakenMail[] = [];
  const drips = new Set<Socket>();
  let fault: MailFault = 'none';
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    const drip = () => startDripping(socket, drips);
    converse(socket, { fault: () => fault, drip, take: (mail) => void mails.push(mail) });
  });
  const { port, close } = await listenOnLoopback(server);
  return {
    smtpUrl: `smtp://127.0.0.1:${port}`,
    mails,
    dripping: () => drips.size,
    behave: (next) => {
      fault = next;
    },
    close,
  };
}

/** A reply of several lines whose last line never comes (RFC 5321 §4.2.1). */
function startDripping(socket: Socket, drips: Set<Socket>): void {
  drips.add(socket);
  socket.write('250-');
  const timer = setInterval(() => socket.write('.'), dripEveryMs);
  socket.once('close', () => {
    clearInterval(timer);
    drips.delete(socket);
  });
}

interface Dialogue {
  readonly fault: () => MailFault;
  readonly drip: () => void;
  readonly take: (mail: TakenMail) => void;
}

function converse(socket: Socket, { fault, drip, take }: Dialogue): void {
  let to = '';
  let data: string[] | null = null;
  const say = (line: string) => void socket.write(`${line}\r\n`);
  const sayUnless = (dripping: MailFault, line: string) => (fault() === dripping ? drip() : say(line));
  const endOfData = async (lines: readonly string[]) => {
    const mail = await simpleParser(lines.map((line) => line.replace(/^\.\./, '.')).join('\r\n'));
    if (fault() === 'drips after DATA') return drip();
    take({ to, mail });
    return say('250 taken');
  };
  const command = (line: string) => {
    const verb = line.slice(0, 4).toUpperCase();
    if (verb === 'EHLO') sayUnless('drips after EHLO', '250 at your service');
    else if (verb === 'RCPT') {
      to = /<(.*)>/.exec(line)?.[1] ?? '';
      sayUnless('drips after RCPT', '250 known');
    } else if (verb === 'DATA') {
      data = [];
      say('354 go on');
    } else if (verb === 'QUIT') socket.end('221 bye\r\n');
    else say('250 fine');
  };
  say('220 ready');
  createInterface({ input: socket }).on('line', (line) => {
    if (data === null) return command(line);
    if (line !== '.') return void data.push(line);
    const lines = data;
    data = null;
    return void endOfData(lines);
  });
}
