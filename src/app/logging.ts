import { type Logger, pino } from 'pino';
import { PinoPretty } from 'pino-pretty';

/**
 * The log goes to stderr, so that stdout stays free for what a command answers: sentences for a person at a terminal,
 * JSON lines for everybody else.
 */
export function createLog(level: string, stream: NodeJS.WriteStream = process.stderr): Logger {
  if (!stream.isTTY) return pino({ level, base: null, timestamp: pino.stdTimeFunctions.isoTime }, stream);
  const pretty = PinoPretty({ colorize: true, translateTime: 'SYS:HH:MM:ss', ignore: 'pid,hostname', destination: 2 });
  return pino({ level }, pretty);
}
