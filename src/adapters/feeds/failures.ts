import type { FetchFailure, FetchOutcome } from '../../ports/feedSource.ts';

const byCode: Readonly<Record<string, readonly [FetchFailure, string]>> = {
  ADDRESS_REFUSED: ['address-refused', ''],
  ENOTFOUND: ['dns', "its host's name is not known; check the address"],
  EAI_AGAIN: ['dns', 'name resolution failed for now'],
  ECONNREFUSED: ['connection', 'nothing listens there'],
  ECONNRESET: ['connection', 'the connection broke'],
  EPIPE: ['connection', 'the connection broke'],
  EHOSTUNREACH: ['connection', 'the host cannot be reached'],
  ENETUNREACH: ['connection', 'the network cannot be reached'],
  UND_ERR_SOCKET: ['connection', 'the connection broke'],
  UND_ERR_CONNECT_TIMEOUT: ['timeout', 'connecting took too long'],
  UND_ERR_HEADERS_TIMEOUT: ['timeout', 'the answer took too long'],
  UND_ERR_BODY_TIMEOUT: ['timeout', 'the document took too long'],
};

/** What went wrong on the way, as a sentence. Whatever is thrown below a fetch is the network's or the server's doing. */
export function failureOf(error: unknown, url: string, timeoutMs: number): FetchOutcome {
  const { name, message, code } = describe(error);
  if (name === 'TimeoutError' || name === 'AbortError') {
    return { kind: 'failed', reason: 'timeout', message: `${url} took longer than ${timeoutMs / 1000} s` };
  }
  const [reason, words] = byCode[code] ?? byFamily(code);
  return { kind: 'failed', reason, message: `${url}: ${words === '' ? message : `${words} (${code})`}` };
}

function byFamily(code: string): readonly [FetchFailure, string] {
  if (/^(ERR_TLS|ERR_SSL|CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_)/.test(code))
    return ['tls', 'its certificate is not valid'];
  return code.startsWith('Z_') ? ['undecodable', 'its compression is broken'] : ['connection', ''];
}

function describe(error: unknown): { readonly name: string; readonly message: string; readonly code: string } {
  if (!(error instanceof Error)) return { name: '', message: String(error), code: '' };
  const code = 'code' in error ? String(error.code) : '';
  const [inner] = error instanceof AggregateError ? error.errors : [];
  if (inner !== undefined && code === '') return describe(inner);
  return { name: error.name, message: error.message || code, code };
}
