import type { StepLog } from '../../ports/log.ts';
import type { ClaimedDelivery, DeliverySettlement, SettledNews } from './deliverStore.ts';

/** One line a delivery, and one for each hold that begins. */
export function reportDelivery(
  log: StepLog,
  { outgoing, lease }: ClaimedDelivery,
  settlement: DeliverySettlement,
  { isOurs, hold }: SettledNews,
): void {
  const { message, subscription } = outgoing;
  const { channel, subscriber } = subscription;
  const about = { message: message.id, channel, response: settlement.response };
  if (!isOurs) {
    const lost = 'the lease was lost before the response arrived; the message may be sent again';
    log.warn({ ...about, delivery: lease.id }, lost);
  } else if (settlement.state === 'sent') log.info(about, `sent to ${subscriber.name}`);
  else if (settlement.state === 'rejected') log.error(about, `could not send to ${subscriber.name}`);
  else if (settlement.state === 'refused') log.warn(about, `refused by the target of ${subscriber.name}`);
  else if (hold?.isNew === true && settlement.hold?.scope === 'channel') {
    log.error(
      { ...about, until: hold.until },
      `nothing can be sent by ${channel}; its messages wait, and none is lost`,
    );
  } else log.warn(about, `not yet sent to ${subscriber.name}`);
}
