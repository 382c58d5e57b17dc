import { PassThrough } from 'node:stream';
import { createTransport } from 'nodemailer';
import type { SendOutcome } from '../../../ports/channel.ts';
import { withinTime } from '../../http/withinTime.ts';
import type { MailChannel, RenderedMail, RenderMail } from '../mail/renderMail.ts';
import { smtpFailureOf } from './smtpFailure.ts';
import { smtpOutcome } from './smtpOutcome.ts';
import { smtpTransportOptions } from './smtpTransportOptions.ts';
import { createTakenRecipients } from './takenRecipients.ts';

export interface SmtpOptions {
  readonly smtpUrl: string;
  readonly dkim: { readonly domain: string; readonly selector: string; readonly privateKey: string } | null;
  readonly renderMail: RenderMail;
  /** How long one mail may take from the first step to the server's word at its end, besides what its size needs. */
  readonly limitMs: number;
  /** At once. */
  readonly maxConnections: number;
}

/** What the slowest line carries that we wait for. */
const bytesPerSecond = 20_000;

/**
 * Mail over SMTP, on a pool of connections. STARTTLS where the server offers it. A mail that is not done in time, or is called
 * off, takes its connection with it: the time-outs of nodemailer are of idleness, and a server that sends a byte now and
 * then is never idle. Whether a mail was taken whose end was not heard is not known: a repeat has the same Message-ID.
 */
export function createSmtpChannel({ smtpUrl, dkim, renderMail, limitMs, maxConnections }: SmtpOptions): MailChannel {
  const transport = createTransport({
    pool: true,
    maxConnections,
    ...smtpTransportOptions(smtpUrl),
    ...(dkim === null
      ? {}
      : { dkim: { domainName: dkim.domain, keySelector: dkim.selector, privateKey: dkim.privateKey } }),
    ...{ connectionTimeout: 15_000, greetingTimeout: 15_000, socketTimeout: 30_000, socketCloseTimeout: 0 },
    ...{ disableFileAccess: true, disableUrlAccess: true },
  });
  /** The sendings whose session stood: nodemailer reads a message only when its connection is ready for it. */
  const begun = new WeakSet<AbortSignal>();
  transport.use('stream', ({ data, message }, done) => {
    message.transform(() => {
      if (data.signal instanceof AbortSignal) begun.add(data.signal);
      return new PassThrough();
    });
    done();
  });
  const recipients = createTakenRecipients();

  async function sendMail(mail: RenderedMail, signal: AbortSignal): Promise<SendOutcome> {
    const { address } = mail.to;
    let hasBegun = () => false;
    try {
      const { response } = await withinTime(signal, limitOf(mail, limitMs), (ending) => {
        hasBegun = () => begun.has(ending);
        return transport.sendMail({ ...mail, headers: { ...mail.headers }, signal: ending });
      });
      recipients.taken(address);
      return { kind: 'sent', response };
    } catch (error) {
      if (signal.aborted) return calledOff;
      const outcome = smtpOutcome(smtpFailureOf(error, hasBegun()), recipients.takesOthersThan(address));
      // What holds one target says nothing of what the server thinks of us.
      if (outcome.kind === 'held' && outcome.scope === 'channel') recipients.refused(address);
      return outcome;
    }
  }
  return {
    name: 'email',
    send: async ({ message, subscription }, signal) => sendMail(await renderMail(message, subscription), signal),
    sendMail,
    close: async () => transport.close({ force: true }),
  };
}

/** Nothing is known of it but that we stopped. */
const calledOff: SendOutcome = {
  kind: 'retry',
  ...{ response: 'stopped before the mail server responded', afterSeconds: null, holds: 'nothing' },
};

const limitOf = ({ text, html }: RenderedMail, limitMs: number): number =>
  limitMs + 1000 * Math.ceil((text.length + html.length) / bytesPerSecond);
