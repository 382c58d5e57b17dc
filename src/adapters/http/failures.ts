import { shownUrl } from '../../domain/basics/webUrl.ts';
import type { FetchFailure, FetchOutcome } from '../../ports/feedSource.ts';
import { OwnFault } from './ownFault.ts';

type Failed = Extract<FetchOutcome, { kind: 'failed' }>;

export const failed = (reason: FetchFailure, message: string): Failed => ({ kind: 'failed', reason, message });

const authority = 'if the authority is your own, name its certificate in NODE_EXTRA_CA_CERTS';

const byCode: Readonly<Record<string, readonly [FetchFailure, string]>> = {
  ADDRESS_REFUSED: ['address-refused', ''],
  ENOTFOUND: ['dns', 'the host name is unknown; check the address'],
  EAI_AGAIN: ['dns', 'name resolution failed temporarily'],
  ECONNREFUSED: ['connection', 'nothing is listening there'],
  ECONNRESET: ['connection', 'the connection broke'],
  EPIPE: ['connection', 'the connection broke'],
  EHOSTUNREACH: ['connection', 'the host cannot be reached'],
  ENETUNREACH: ['connection', 'the network cannot be reached'],
  UND_ERR_SOCKET: ['connection', 'the connection broke'],
  UND_ERR_CONNECT_TIMEOUT: ['timeout', 'connecting took too long'],
  UND_ERR_HEADERS_TIMEOUT: ['timeout', 'the response took too long'],
  UND_ERR_BODY_TIMEOUT: ['timeout', 'the document took too long'],
  UNREADABLE_RESPONSE: ['connection', ''],
  UND_ERR_HEADERS_OVERFLOW: ['connection', 'the response headers are too long'],
  CERT_HAS_EXPIRED: ['tls', 'its certificate has expired; tell the publisher'],
  CERT_NOT_YET_VALID: ['tls', "its certificate is not valid yet; check this machine's clock"],
  ERR_TLS_CERT_ALTNAME_INVALID: ['tls', 'its certificate is for another host; check the address or tell the publisher'],
  DEPTH_ZERO_SELF_SIGNED_CERT: ['tls', `its certificate is self-signed; ${authority}`],
  SELF_SIGNED_CERT_IN_CHAIN: ['tls', `its certificate is signed by an unknown authority; ${authority}`],
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: ['tls', `its certificate is signed by an unknown authority; ${authority}`],
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: ['tls', 'the server omits part of its certificate chain; tell the publisher'],
  EPROTO: ['tls', 'no TLS connection could be established; check whether the address should begin with http:'],
};

/**
 * What went wrong on the way, as a sentence. Whatever is thrown below a fetch is the network's or the server's doing, but for a
 * fault of our own, which is thrown on.
 */
export function failureOf(error: unknown, url: string, timeoutMs: number): FetchOutcome {
  if (error instanceof OwnFault) throw error;
  const { name, message, code } = describe(error);
  if (name === 'TimeoutError' || name === 'AbortError') {
    return failed('timeout', `${shownUrl(url)} took longer than ${timeoutMs / 1000} s`);
  }
  const [reason, words] = byCode[code] ?? byFamily(code);
  return failed(reason, `${shownUrl(url)}: ${words === '' ? message : `${words} (${code})`}`);
}

function byFamily(code: string): readonly [FetchFailure, string] {
  if (/^(ERR_TLS|ERR_SSL|CERT_|CRL_|UNABLE_TO_|INVALID_CA)/.test(code))
    return ['tls', 'its certificate is not valid; tell the publisher'];
  if (/^(Z_|ERR_BROTLI|ERR__ERROR_FORMAT)/.test(code)) return ['undecodable', 'its compression is broken'];
  return ['connection', ''];
}

function describe(error: unknown): { readonly name: string; readonly message: string; readonly code: string } {
  if (!(error instanceof Error)) return { name: '', message: String(error), code: '' };
  const code = 'code' in error ? String(error.code) : '';
  const [inner] = error instanceof AggregateError ? error.errors : [];
  if (inner !== undefined && code === '') return describe(inner);
  return { name: error.name, message: error.message || code, code };
}
