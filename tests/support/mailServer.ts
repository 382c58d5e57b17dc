import { buffer } from 'node:stream/consumers';
import { type ParsedMail, simpleParser } from 'mailparser';
import { SMTPServer } from 'smtp-server';

export interface ArrivedMail {
  readonly to: string;
  readonly mail: ParsedMail;
  /** Taken whole, but the sender was never told: the connection broke after DATA. */
  readonly dropped: boolean;
}

/** What the server does to a mail that arrives: takes it, says "later" (451) or "never" (554), or breaks off after taking it. */
export type MailFate = 'take' | 'later' | 'never' | 'drop';

export interface MailServer {
  readonly smtpUrl: string;
  readonly mails: readonly ArrivedMail[];
  close(): Promise<void>;
}

export async function startMailServer(fateOf: () => MailFate = () => 'take'): Promise<MailServer> {
  const mails: ArrivedMail[] = [];
  const server = new SMTPServer({
    disabledCommands: ['STARTTLS', 'AUTH'],
    onData: (stream, session, done) => {
      const take = async () => {
        const raw = await buffer(stream);
        const fate = fateOf();
        if (fate === 'later') throw Object.assign(new Error('try again later'), { responseCode: 451 });
        const to = session.envelope.rcptTo.map(({ address }) => address).join(',');
        if (fate === 'never') throw Object.assign(new Error('no thanks'), { responseCode: 554 });
        mails.push({ to, mail: await simpleParser(raw), dropped: fate === 'drop' });
        if (fate === 'drop') breakOff(server, session.id);
      };
      take().then(() => done(), done);
    },
  });
  server.on('error', () => undefined);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    smtpUrl: `smtp://127.0.0.1:${port}`,
    mails,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

function breakOff(server: SMTPServer, sessionId: string): void {
  for (const connection of server.connections) {
    const { session, _socket } = connection as unknown as { session: { id: string }; _socket: { destroy(): void } };
    if (session.id === sessionId) _socket.destroy();
  }
}
