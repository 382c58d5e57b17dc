import type { ResendStore } from '../../../desk/deliveries/resendMessage.ts';
import type { ResumeStore } from '../../../desk/deliveries/resumeTarget.ts';
import type { RetryStore } from '../../../desk/deliveries/retryDeliveries.ts';
import type { Database } from '../database.ts';
import { giveTargetBack, putBackDeliveries, resendSent } from '../deliver/givenBack.ts';
import { inDeed } from './auditLog.ts';

/** What people do to deliveries and targets. */
export const createDeliveryDeeds = (db: Database): RetryStore & ResendStore & ResumeStore => ({
  putBack: (filter, { at, by }, entryOf) =>
    inDeed(db, async (tx) => {
      const result = await putBackDeliveries(tx, filter, { at, by: by.name });
      return { result, entry: result.deliveries === 0 ? null : entryOf(result) };
    }),
  resend: (messageId, entry) =>
    inDeed(db, async (tx) => {
      const result = await resendSent(tx, messageId, { at: entry.at, by: entry.by.name });
      return { result, entry: result === 'resent' ? entry : null };
    }),
  resumeTarget: (id, at, entryOf) =>
    inDeed(db, async (tx) => {
      const result = await giveTargetBack(tx, id, at);
      return { result, entry: result === null ? null : entryOf(result) };
    }),
});
