import { forgetOldDeeds } from '../adapters/store/desk/auditLog.ts';
import { forgetKeyedRequests } from '../adapters/store/desk/keyedRequests.ts';
import { forgetOldSignIns } from '../adapters/store/desk/sessions.ts';
import { dropOldMonths, forgetSilentStories } from '../adapters/store/shared/retention.ts';
import { dropSentMessages } from '../adapters/store/shared/sentMessages.ts';
import { dayMs, hourMs } from '../domain/basics/time.ts';
import { mostSilentDays } from '../domain/stories/storyIndex.ts';
import type { AppContext } from './context.ts';

const everyMs = 6 * hourMs;

/** Drops articles, and messages that were sent, that are older than RETENTION_DAYS, and what only live stories need, a few times a day. Returns what stops it. */
export function startRetention({ db, clock, settings, log }: AppContext): () => Promise<void> {
  const drop = () => {
    const daysAgo = (days: number) => new Date(clock.now().getTime() - days * dayMs);
    dropOldMonths(db, daysAgo(settings.retentionDays))
      .then((inUse) => {
        if (inUse.length > 0)
          log.warn({ months: inUse }, 'old articles are in use; dropping them is tried again later');
      })
      .then(() => dropSentMessages(db, daysAgo(settings.retentionDays)))
      .then(() => forgetSilentStories(db, daysAgo(mostSilentDays)))
      .then(() => forgetOldSignIns(db, clock.now()))
      .then(() => forgetOldDeeds(db, daysAgo(settings.retentionDays)))
      .then(() => forgetKeyedRequests(db, clock.now()))
      .catch((error: unknown) => log.error({ err: error }, 'dropping what is old failed; it will be retried'));
  };
  const timer = setInterval(drop, everyMs);
  timer.unref();
  return async () => clearInterval(timer);
}
