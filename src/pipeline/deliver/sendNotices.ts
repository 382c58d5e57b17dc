import type { Clock } from '../../ports/clock.ts';
import type { StepLog } from '../../ports/log.ts';
import type { SendNotice } from '../../ports/noticeMailer.ts';
import type { Random } from '../../ports/random.ts';
import { keepLeases } from '../shared/keepLeases.ts';
import { settlementAfter } from './deliverMessages.ts';
import type { DeliverySettlement } from './deliverStore.ts';
import type { ClaimedNotice, NoticeStore } from './noticeStore.ts';

export interface SendNoticesDeps {
  readonly notices: NoticeStore;
  readonly sendNotice: SendNotice;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: StepLog;
}

/** Sends every notice whose time has come, one after the other, each claimed and settled like a delivery. */
export async function sendNotices(deps: SendNoticesDeps, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    const claimed = await deps.notices.claimNextNotice(deps.clock.now());
    if (claimed === null) return;
    await send(deps, claimed);
  }
}

async function send(deps: SendNoticesDeps, { lease, notice, messageId, attempt }: ClaimedNotice): Promise<void> {
  const leases = keepLeases(deps.notices, [lease]);
  try {
    const settlement = settlementAfter(deps, await deps.sendNotice(notice, messageId), attempt);
    await deps.notices.settleNotice(lease, settlement, deps.clock.now());
    report(deps.log, claimedWords(notice.subject, notice.recipient), settlement);
  } catch (error) {
    deps.log.error({ err: error, notice: lease.id }, 'sending a notice failed with an error; it will be retried');
  } finally {
    leases.stop();
  }
}

const claimedWords = (subject: string, recipient: string): string => `the notice “${subject}” to ${recipient}`;

function report(log: StepLog, what: string, { state, response }: DeliverySettlement): void {
  if (state === 'sent') log.info({ response }, `${what} was sent`);
  else if (state === 'retrying') log.warn({ response }, `${what} has not been sent yet`);
  else log.error({ response }, `${what} could not be sent`);
}
