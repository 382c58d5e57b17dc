import type { Database } from '../../src/adapters/store/database.ts';
import { createDeliverStore } from '../../src/adapters/store/deliver/deliveries.ts';
import { channelNames } from '../../src/domain/digests/channels.ts';
import type { ClaimedDelivery, DeliverySettlement } from '../../src/pipeline/deliver/deliverStore.ts';

/** The first delivery that any lane takes now. */
export async function claimDelivery(db: Database, now: Date): Promise<ClaimedDelivery | null> {
  for (const channel of channelNames) {
    for (const kind of ['working', 'doubtful'] as const) {
      const [claimed] = await createDeliverStore(db).claimDeliveries({ channel, kind, most: 1 }, now);
      if (claimed !== undefined) return claimed;
    }
  }
  return null;
}

/** False when the lease was lost. */
export async function settleDelivery(
  db: Database,
  lease: ClaimedDelivery['lease'],
  settlement: DeliverySettlement,
  now: Date,
): Promise<boolean> {
  const [news] = await createDeliverStore(db).settleDeliveries([{ lease, settlement }], now);
  return news?.isOurs ?? false;
}
