import { rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createTransport } from 'nodemailer';
import type { SendOutcome } from '../../../ports/channel.ts';
import { withinTime } from '../../http/withinTime.ts';
import { makeFolder } from '../../makeFolder.ts';
import { tryAgain } from '../http/post.ts';
import type { MailChannel, RenderedMail, RenderMail } from '../mail/renderMail.ts';

export interface OutboxOptions {
  readonly folder: string;
  readonly renderMail: RenderMail;
  /** Names the files by when the mail was written. */
  readonly now: () => Date;
}

const limitMs = 20_000;

/**
 * Mail into a folder, while there is no mail server: an .eml for mail programs and an .html to look at. Files appear
 * whole, or not at all, and are for our own user only: their links work for whoever holds them.
 */
export function createOutboxChannel({ folder, renderMail, now }: OutboxOptions): MailChannel {
  const composer = createTransport({ streamTransport: true, buffer: true, newline: 'unix' });
  const write = async (mail: RenderedMail, signal: AbortSignal): Promise<SendOutcome> => {
    const { message: source } = await composer.sendMail({ ...mail, headers: { ...mail.headers } });
    await makeFolder(folder, 0o700);
    const id = mail.messageId.slice(1).split('@')[0];
    const path = join(folder, `${now().toISOString().slice(0, 19).replace(/[:T]/g, '-')}-${id}`);
    await writeWhole(`${path}.html`, mail.html, signal);
    await writeWhole(`${path}.eml`, source, signal);
    return { kind: 'sent', response: `written to ${path}.eml` };
  };
  const sendMail = async (mail: RenderedMail, signal: AbortSignal): Promise<SendOutcome> => {
    try {
      return await withinTime(signal, limitMs, (ending) => write(mail, ending));
    } catch (error) {
      if (signal.aborted) return tryAgain('stopped before the mail was written');
      if (error instanceof DOMException && error.name === 'TimeoutError') return stuck(folder);
      throw error;
    }
  };
  return {
    name: 'email',
    send: async ({ message, subscription }, signal) => sendMail(await renderMail(message, subscription), signal),
    sendMail,
    close: async () => composer.close(),
  };
}

/** A disk, or a share on the network, that does not answer. */
const stuck = (folder: string): SendOutcome => ({
  kind: 'held',
  response: `${folder} takes no file within ${limitMs / 1000} s`,
  ...{ scope: 'channel', afterSeconds: null },
});

async function writeWhole(
  path: string,
  content: string | Buffer | NodeJS.ReadableStream,
  signal: AbortSignal,
): Promise<void> {
  const draft = `${path}.part`;
  await writeFile(draft, content, { mode: 0o600, signal });
  await rename(draft, path);
}
