import { type DestinationStream, type Logger, pino, stdSerializers } from 'pino';
import { PinoPretty } from 'pino-pretty';

type LogStream = DestinationStream & { readonly isTTY?: boolean };

/**
 * The log goes to stderr, so that stdout stays free for what a command answers: sentences for a person at a terminal,
 * JSON lines for everybody else.
 */
export function createLog(level: string, stream: LogStream = process.stderr): Logger {
  const serializers = { err: loggedError };
  if (!stream.isTTY) return pino({ level, base: null, timestamp: pino.stdTimeFunctions.isoTime, serializers }, stream);
  const pretty = PinoPretty({ colorize: true, translateTime: 'SYS:HH:MM:ss', ignore: 'pid,hostname', destination: 2 });
  return pino({ level, serializers }, pretty);
}

interface LoggedError {
  readonly type: string;
  readonly code?: unknown;
  readonly message: string;
  readonly stack?: string | undefined;
  readonly errors?: readonly unknown[];
}

/** What an error is and where it arose, with its causes. What else hangs on it stays out: pg adds its client with the keys. */
function loggedError(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  const { type, message, stack } = stdSerializers.err(error);
  const logged: LoggedError = { type, ...('code' in error && { code: error.code }), message, stack };
  return error instanceof AggregateError ? { ...logged, errors: error.errors.map(loggedError) } : logged;
}
