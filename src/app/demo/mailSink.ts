import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { type ParsedMail, simpleParser } from 'mailparser';
import { SMTPServer } from 'smtp-server';

export interface ReceivedMail {
  readonly to: string;
  readonly subject: string;
  readonly messageId: string;
}

export interface MailSink {
  readonly smtpUrl: string;
  close(): Promise<void>;
}

/** A mail server that takes every mail and lays it into the folder, as .eml and, to look at, as .html. */
export async function openMailSink(folder: string, onMail: (mail: ReceivedMail) => void): Promise<MailSink> {
  await mkdir(folder, { recursive: true });
  let received = 0;
  const server = new SMTPServer({
    disabledCommands: ['STARTTLS', 'AUTH'],
    onData: (stream, session, done) => {
      const keep = async () => {
        const raw = await buffer(stream);
        const mail = await simpleParser(raw);
        const to = session.envelope.rcptTo.map(({ address }) => address).join(', ');
        received += 1;
        await layDown(join(folder, fileName(received, mail)), raw, mail);
        onMail({ to, subject: mail.subject ?? '', messageId: mail.messageId ?? '' });
      };
      keep().then(() => done(), done);
    },
  });
  const port = await listening(server);
  return {
    smtpUrl: `smtp://127.0.0.1:${port}`,
    close: () => new Promise((resolve) => server.close(resolve)),
  };
}

async function layDown(path: string, raw: Buffer, mail: ParsedMail): Promise<void> {
  await writeFile(`${path}.eml`, raw);
  if (typeof mail.html === 'string') await writeFile(`${path}.html`, mail.html);
}

function fileName(count: number, mail: ParsedMail): string {
  const words = (mail.subject ?? 'mail').toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '-');
  return `${String(count).padStart(3, '0')}-${words.slice(0, 60).replace(/^-|-$/g, '')}`;
}

function listening(server: SMTPServer): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.server.address();
      if (typeof address === 'object' && address !== null) resolve(address.port);
    });
  });
}
