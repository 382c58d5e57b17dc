import { createTransport } from 'nodemailer';
import type { SendOutcome } from '../../../ports/channel.ts';
import type { MailChannel, RenderedMail, RenderMail } from '../mail/renderMail.ts';
import { outcomeOfError } from './smtpOutcome.ts';
import { smtpTransportOptions } from './smtpTransportOptions.ts';

export interface SmtpOptions {
  readonly smtpUrl: string;
  readonly dkim: { readonly domain: string; readonly selector: string; readonly privateKey: string } | null;
  readonly renderMail: RenderMail;
}

const maxConnections = 4;

/** Mail over SMTP, on a pool of connections. STARTTLS where the server offers it. */
export function createSmtpChannel({ smtpUrl, dkim, renderMail }: SmtpOptions): MailChannel {
  const transport = createTransport({
    pool: true,
    maxConnections,
    ...smtpTransportOptions(smtpUrl),
    ...(dkim === null
      ? {}
      : { dkim: { domainName: dkim.domain, keySelector: dkim.selector, privateKey: dkim.privateKey } }),
    ...{ connectionTimeout: 15_000, greetingTimeout: 15_000, socketTimeout: 30_000 },
    ...{ disableFileAccess: true, disableUrlAccess: true },
  });
  const sendMail = async (mail: RenderedMail): Promise<SendOutcome> => {
    try {
      const { response } = await transport.sendMail({ ...mail, headers: { ...mail.headers } });
      return { kind: 'sent', response };
    } catch (error) {
      return outcomeOfError(error);
    }
  };
  return {
    name: 'email',
    send: async ({ message, subscription }) => sendMail(await renderMail(message, subscription)),
    sendMail,
    close: async () => transport.close(),
  };
}
