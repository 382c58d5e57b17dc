import type { Clock } from '../../ports/clock.ts';
import type { StepLog } from '../../ports/log.ts';
import type { SendNotice } from '../../ports/noticeMailer.ts';
import type { Random } from '../../ports/random.ts';
import { onLeases } from '../shared/keepLeases.ts';
import { outlast } from '../shared/outlast.ts';
import type { DeliverySettlement } from './deliverStore.ts';
import { noticeLaneSize } from './laneSizes.ts';
import type { ClaimedNotice, NoticeStore } from './noticeStore.ts';
import type { LaneOfSenders } from './runLanes.ts';
import { heldOnFault, settlementAfter } from './settlementAfter.ts';

export interface SendNoticesDeps {
  readonly notices: NoticeStore;
  readonly sendNotice: SendNotice;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: StepLog;
}

/** Notices are sent one after the other, each claimed and settled like a delivery. */
export const noticeLane = (deps: SendNoticesDeps, signal: AbortSignal): LaneOfSenders<ClaimedNotice> => ({
  ...noticeLaneSize,
  async claim() {
    const claimed = await deps.notices.claimNextNotice(deps.clock.now());
    return claimed === null ? [] : [claimed];
  },
  send: (claimed) => send(deps, claimed, signal),
  release: (claimed) => deps.notices.release(claimed.map(({ lease }) => lease)),
});

async function send(deps: SendNoticesDeps, claimed: ClaimedNotice, signal: AbortSignal): Promise<void> {
  const { lease, notice } = claimed;
  try {
    await onLeases(deps.notices, [lease], async () => {
      const settlement = ofNotice(settlementAfter(deps, await attempt(deps, claimed, signal), claimed.attempt));
      await outlast(() => deps.notices.settleNotice(lease, settlement, deps.clock.now()), signal);
      report(deps.log, claimedWords(notice.subject, notice.recipient), settlement);
    });
  } catch (error) {
    deps.log.error({ err: error, notice: lease.id }, 'sending a notice failed with an error; it will be retried');
  }
}

const attempt = ({ sendNotice }: SendNoticesDeps, { notice, messageId }: ClaimedNotice, signal: AbortSignal) =>
  heldOnFault(sendNotice(notice, messageId, signal));

/** A notice has no target that it could wait for. */
const ofNotice = (settlement: DeliverySettlement): DeliverySettlement =>
  settlement.state === 'refused'
    ? { state: 'rejected', response: settlement.response, concerns: null, isTry: true }
    : settlement;

const claimedWords = (subject: string, recipient: string): string => `the notice “${subject}” to ${recipient}`;

function report(log: StepLog, what: string, { state, response }: DeliverySettlement): void {
  if (state === 'sent') log.info({ response }, `${what} was sent`);
  else if (state === 'retrying') log.warn({ response }, `${what} has not been sent yet`);
  else log.error({ response }, `${what} could not be sent`);
}
