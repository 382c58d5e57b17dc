import { readSmtpUrl, type SmtpServer } from '../../../domain/configuration/smtpUrl.ts';

/** How to reach the mail server, for whoever opens a transport to it: the service and its doctor alike. Throws on an address that the settings refuse. */
export function smtpTransportOptions(smtpUrl: string) {
  const server = readSmtpUrl(smtpUrl);
  if ('wrong' in server) throw new Error(`SMTP_URL: ${server.wrong}`);
  const { auth, tls, ...rest } = server;
  return { ...given(rest), ...(auth === null ? {} : { auth }), tls: given(tls) } as const;
}

type Given<T> = { readonly [Key in keyof T]?: NonNullable<T[Key]> };

const given = <T extends Partial<SmtpServer> | SmtpServer['tls']>(options: T): Given<T> =>
  Object.fromEntries(Object.entries(options).filter(([, value]) => value !== null)) as Given<T>;
