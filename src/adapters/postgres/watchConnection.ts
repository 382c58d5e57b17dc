import type pg from 'pg';
import { type LimitedQuery, queryLimits } from './queryLimits.ts';

const beatMs = 5000;
/** A process that is busy for some seconds misses one; then the answer is already here when it looks again. */
const missedBeats = 2;

/** With a limit that is shorter than the beats, a busy process sees the limit missed before it reads the answer. */
const question: LimitedQuery = { text: 'SELECT 1', query_timeout: queryLimits.usualMs };

/**
 * Asks the server every few seconds whether it is still there, over a connection that is needed while nothing is asked over it.
 * `fellSilent` is called once, fifteen seconds after the last answer at the latest. Returns what ends the asking.
 */
export function watchConnection(client: pg.ClientBase, fellSilent: () => void): () => void {
  let unanswered = 0;
  const stop = () => clearInterval(timer);
  const timer = setInterval(() => {
    if (unanswered >= missedBeats) {
      stop();
      fellSilent();
    } else if (unanswered++ === 0)
      client.query(question).then(
        () => (unanswered = 0),
        () => undefined,
      );
  }, beatMs);
  timer.unref();
  return stop;
}
