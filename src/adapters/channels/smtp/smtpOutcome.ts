import type { SendOutcome } from '../../../ports/channel.ts';

interface SmtpError {
  readonly message: string;
  readonly code: string;
  /** The server's status, where it gave one. */
  readonly responseCode: number | null;
}

/**
 * What a failed sending means. A 5xx is for good when it is about this recipient or this message (RFC 5321 §4.2.1); a
 * refused login or greeting is about us and may be mended, so it is tried again, as is all that has no status.
 */
export function outcomeOfError(error: unknown): SendOutcome {
  const { message, code, responseCode } = described(error);
  const isPermanent = responseCode !== null && responseCode >= 500 && (code === 'EENVELOPE' || code === 'EMESSAGE');
  if (isPermanent)
    return { kind: 'rejected', response: message, concerns: code === 'EENVELOPE' ? 'recipient' : 'message' };
  const advice = code === 'EAUTH' ? ' (check the user and password in SMTP_URL)' : '';
  return { kind: 'retry', response: `${message}${advice}`, afterSeconds: null, holds: 'nothing' };
}

function described(error: unknown): SmtpError {
  if (!(error instanceof Error)) return { message: String(error), code: '', responseCode: null };
  const code = 'code' in error ? String(error.code) : '';
  const status = 'responseCode' in error ? Number(error.responseCode) : Number.NaN;
  return { message: error.message.split('\n')[0] ?? '', code, responseCode: Number.isInteger(status) ? status : null };
}
