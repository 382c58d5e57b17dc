import { rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createTransport } from 'nodemailer';
import type { SendOutcome } from '../../../ports/channel.ts';
import { makeFolder } from '../../makeFolder.ts';
import type { MailChannel, RenderedMail, RenderMail } from '../mail/renderMail.ts';

export interface OutboxOptions {
  readonly folder: string;
  readonly renderMail: RenderMail;
  /** Names the files by when the mail was written. */
  readonly now: () => Date;
}

/**
 * Mail into a folder, while there is no mail server: an .eml for mail programs and an .html to look at. Files appear
 * whole, or not at all, and are for our own user only: their links work for whoever holds them.
 */
export function createOutboxChannel({ folder, renderMail, now }: OutboxOptions): MailChannel {
  const composer = createTransport({ streamTransport: true, buffer: true, newline: 'unix' });
  const sendMail = async (mail: RenderedMail): Promise<SendOutcome> => {
    const { message: source } = await composer.sendMail({ ...mail, headers: { ...mail.headers } });
    await makeFolder(folder, 0o700);
    const id = mail.messageId.slice(1).split('@')[0];
    const path = join(folder, `${now().toISOString().slice(0, 19).replace(/[:T]/g, '-')}-${id}`);
    await writeWhole(`${path}.html`, mail.html);
    await writeWhole(`${path}.eml`, source);
    return { kind: 'sent', response: `written to ${path}.eml` };
  };
  return {
    name: 'email',
    send: async ({ message, subscription }) => sendMail(await renderMail(message, subscription)),
    sendMail,
    close: async () => composer.close(),
  };
}

async function writeWhole(path: string, content: string | Buffer | NodeJS.ReadableStream): Promise<void> {
  const draft = `${path}.part`;
  await writeFile(draft, content, { mode: 0o600 });
  await rename(draft, path);
}
