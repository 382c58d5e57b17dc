import { once } from 'node:events';
import { buffer } from 'node:stream/consumers';
import { type ParsedMail, simpleParser } from 'mailparser';
import { SMTPServer } from 'smtp-server';

export interface ArrivedMail {
  readonly to: string;
  readonly mail: ParsedMail;
  /** Taken whole, but the sender was never told: the connection broke after DATA. */
  readonly dropped: boolean;
}

/**
 * What the server does to a mail that arrives: takes it, says "later" (451), "too large" (552) or "you may not" (554 at RCPT),
 * breaks off after taking it, or says nothing more.
 */
export type MailFate = 'take' | 'later' | 'never' | 'relay denied' | 'drop' | 'hang';

export interface MailServer {
  readonly smtpUrl: string;
  readonly mails: readonly ArrivedMail[];
  /** Resolves with the next mail that hangs. */
  hanging(): Promise<void>;
  close(): Promise<void>;
}

export async function startMailServer(fateOf: () => MailFate = () => 'take'): Promise<MailServer> {
  const mails: ArrivedMail[] = [];
  const server = new SMTPServer({
    disabledCommands: ['STARTTLS', 'AUTH'],
    onRcptTo: (_address, _session, done) =>
      fateOf() === 'relay denied'
        ? done(Object.assign(new Error('5.7.1 Relay access denied'), { responseCode: 554 }))
        : done(),
    onData: (stream, session, done) => {
      const take = async () => {
        const raw = await buffer(stream);
        const fate = fateOf();
        if (fate === 'later') throw Object.assign(new Error('try again later'), { responseCode: 451 });
        const to = session.envelope.rcptTo.map(({ address }) => address).join(',');
        if (fate === 'never') throw Object.assign(new Error('5.3.4 Message too large'), { responseCode: 552 });
        if (fate === 'hang') return server.server.emit('hanging') && false;
        mails.push({ to, mail: await simpleParser(raw), dropped: fate === 'drop' });
        if (fate === 'drop') breakOff(server, session.id);
        return true;
      };
      take().then((isDone) => isDone && done(), done);
    },
  });
  server.on('error', () => undefined);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    smtpUrl: `smtp://127.0.0.1:${port}`,
    mails,
    hanging: async () => void (await once(server.server, 'hanging')),
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

function breakOff(server: SMTPServer, sessionId: string): void {
  for (const connection of server.connections) {
    const { session, _socket } = connection as unknown as { session: { id: string }; _socket: { destroy(): void } };
    if (session.id === sessionId) _socket.destroy();
  }
}
