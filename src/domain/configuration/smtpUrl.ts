import { asciiDomain } from '../basics/asciiDomain.ts';

/** The mail server that SMTP_URL names, in nodemailer's words. Null: as the library has it by default. */
export interface SmtpServer {
  readonly host: string;
  readonly port: number;
  /** TLS from the first byte. */
  readonly secure: boolean;
  readonly auth: { readonly user: string; readonly pass: string } | null;
  readonly requireTLS: boolean | null;
  readonly ignoreTLS: boolean | null;
  /** The host name that we greet with. */
  readonly name: string | null;
  readonly authMethod: string | null;
  readonly tls: {
    readonly rejectUnauthorized: boolean | null;
    readonly servername: string | null;
    readonly minVersion: 'TLSv1' | 'TLSv1.1' | 'TLSv1.2' | 'TLSv1.3' | null;
  };
}

type TextReader<T> = (value: string) => T | null;

const truth: TextReader<boolean> = (value) => (value === 'true' ? true : value === 'false' ? false : null);
const oneOf =
  <T extends string>(...values: readonly T[]): TextReader<T> =>
  (value) =>
    values.find((each) => each.toLowerCase() === value.toLowerCase()) ?? null;
const hostName: TextReader<string> = (value) => (/^[\w.-]+$|^\[[\da-f:.]+\]$/i.test(value) ? value : null);

/** What may follow the `?`: named as nodemailer names it, so that its documentation holds. */
const options = {
  requireTLS: { read: truth, expected: 'true or false' },
  ignoreTLS: { read: truth, expected: 'true or false' },
  name: { read: hostName, expected: 'the host name to greet the server with' },
  authMethod: { read: oneOf('PLAIN', 'LOGIN', 'CRAM-MD5'), expected: 'PLAIN, LOGIN or CRAM-MD5' },
  'tls.rejectUnauthorized': { read: truth, expected: 'true or false' },
  'tls.servername': { read: hostName, expected: 'the host name in the server’s certificate' },
  'tls.minVersion': { read: oneOf('TLSv1', 'TLSv1.1', 'TLSv1.2', 'TLSv1.3'), expected: 'TLSv1.2 or TLSv1.3' },
} as const satisfies Readonly<Record<string, { read: TextReader<unknown>; expected: string }>>;

type OptionName = keyof typeof options;

const isOption = (name: string): name is OptionName => Object.hasOwn(options, name);

/** The server of an `smtp:` or `smtps:` address, or what is wrong with it: no user and no password is ever in those words. */
export function readSmtpUrl(text: string): SmtpServer | { readonly wrong: string } {
  const url = new URL(text);
  const user = decoded(url.username);
  const pass = decoded(url.password);
  if (user === null || pass === null)
    return { wrong: 'a % in the user or the password must be written %25 (and @ as %40, / as %2F, : as %3A)' };
  const wrong = [...url.searchParams].flatMap(([name, value]) => wrongOption(name, value));
  if (wrong.length > 0) return { wrong: wrong.join('; ') };
  const isTls = url.protocol === 'smtps:';
  return {
    host: hostOfUrl(url),
    port: Number(url.port) || (isTls ? 465 : 587),
    secure: isTls,
    auth: user === '' ? null : { user, pass },
    requireTLS: option(url, 'requireTLS'),
    ignoreTLS: option(url, 'ignoreTLS'),
    name: option(url, 'name'),
    authMethod: option(url, 'authMethod'),
    tls: {
      rejectUnauthorized: option(url, 'tls.rejectUnauthorized'),
      servername: option(url, 'tls.servername'),
      minVersion: option(url, 'tls.minVersion'),
    },
  };
}

/** Of an address with a scheme of its own: an international name is percent-encoded there, an IPv6 address in brackets. */
function hostOfUrl({ hostname }: URL): string {
  const name = decoded(hostname) ?? hostname;
  return (asciiDomain(name) ?? name).replace(/^\[|\]$/g, '');
}

function option<Name extends OptionName>(url: URL, name: Name): ReturnType<(typeof options)[Name]['read']> {
  const value = url.searchParams.get(name);
  return (value === null ? null : options[name].read(value)) as ReturnType<(typeof options)[Name]['read']>;
}

function wrongOption(name: string, value: string): readonly string[] {
  if (!isOption(name)) return [`the option “${name}” is not known; there are ${Object.keys(options).join(', ')}`];
  const { read, expected } = options[name];
  return read(value) === null ? [`expected ${name} to be ${expected}`] : [];
}

function decoded(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}
