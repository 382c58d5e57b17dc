/**
 * How far the dialogue had come (RFC 5321 §3): the session with the server (connection, TLS, EHLO, AUTH); our address
 * (MAIL FROM); the recipient's (RCPT TO); the message (DATA, and what the server says at its end). `broken`: the session
 * stood, and ended or hung while it carried this message.
 */
export type SmtpPhase = 'session' | 'sender' | 'recipient' | 'message' | 'broken';

/** A sending that failed. */
export interface SmtpFailure {
  readonly phase: SmtpPhase;
  /** The reply code, 4xx or 5xx; null where the server gave none. */
  readonly status: number | null;
  /** The enhanced status code (RFC 3463) as it stands, `5.1.1`; null where there is none. */
  readonly enhanced: string | null;
  /** The server's words in one line, or what went wrong on our side. */
  readonly text: string;
  /** The command that the reply answers, `AUTH PLAIN`. */
  readonly command: string;
}

const longestText = 400;

/**
 * Reads what nodemailer throws: `command` names the step, `response` the reply. `sessionStood`: the connection was ready for
 * this message, which nodemailer's errors do not tell.
 */
export function smtpFailureOf(error: unknown, sessionStood: boolean): SmtpFailure {
  const { message, code, command, response } = described(error);
  const reply = response === null ? null : replyOf(response);
  const phase = phaseOf(code, command, message, reply !== null || !sessionStood);
  return {
    phase,
    status: reply?.status ?? null,
    enhanced: reply?.enhanced ?? null,
    // Which step of the session failed is in nodemailer's words only.
    text: oneLine(phase === 'session' ? message : (response ?? message)),
    command,
  };
}

/** Faults of connecting: no pooled connection that was lost meanwhile, but none that could be had. */
const connectingCodes = new Set(['EDNS', 'ETLS', 'EAUTH', 'ENOAUTH', 'EOAUTH2', 'ESOCKET', 'EPROXY', 'ECONFIG']);

const phasesOfCommands: Readonly<Record<string, SmtpPhase>> = {
  'MAIL FROM': 'sender',
  'RCPT TO': 'recipient',
  DATA: 'message',
};

function phaseOf(code: string, command: string, message: string, isOfSession: boolean): SmtpPhase {
  const phase = phasesOfCommands[command];
  if (phase !== undefined) return phase;
  // What nodemailer refuses before it says anything to the server.
  if (code === 'EENVELOPE') return /sender/i.test(message) ? 'sender' : 'recipient';
  if (code === 'EMESSAGE' || code === 'ESTREAM') return 'message';
  return isOfSession || connectingCodes.has(code) ? 'session' : 'broken';
}

interface Reply {
  readonly status: number;
  readonly enhanced: string | null;
}

/** `550-5.1.1 no such user`, or with the code at the end, as qmail writes it: `550 no such user (#5.1.1)`. */
function replyOf(response: string): Reply | null {
  const status = Number(/^[45]\d\d/.exec(response)?.[0] ?? Number.NaN);
  if (Number.isNaN(status)) return null;
  const enhanced =
    /^\d{3}[ -]([45]\.\d{1,3}\.\d{1,3})\b/.exec(response) ?? /#([45]\.\d{1,3}\.\d{1,3})\b/.exec(response);
  return { status, enhanced: enhanced?.[1] ?? null };
}

/** Without the code that each further line of a reply repeats. */
const oneLine = (text: string): string =>
  text
    .slice(0, 2000)
    .split('\n')
    .map((line, index) => (index === 0 ? line : line.replace(/^\d{3}[ -](\d\.\d{1,3}\.\d{1,3} ?)?/, '')).trim())
    .join(' ')
    .slice(0, longestText);

interface Described {
  readonly message: string;
  readonly code: string;
  readonly command: string;
  readonly response: string | null;
}

function described(error: unknown): Described {
  if (!(error instanceof Error)) return { message: String(error), code: '', command: '', response: null };
  return {
    message: error.message,
    code: textAt(error, 'code') ?? '',
    command: textAt(error, 'command') ?? '',
    response: textAt(error, 'response'),
  };
}

const textAt = (error: object, key: string): string | null => {
  const value: unknown = Object.getOwnPropertyDescriptor(error, key)?.value;
  return typeof value === 'string' ? value : null;
};
