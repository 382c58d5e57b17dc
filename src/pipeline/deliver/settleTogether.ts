import { setImmediate as nextTurn } from 'node:timers/promises';
import { outlast } from '../shared/outlast.ts';
import type { DeliverStore, SettledDelivery, SettledNews } from './deliverStore.ts';

interface Waiting {
  readonly settled: SettledDelivery;
  readonly resolve: (news: SettledNews) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Settles deliveries, those together that end while earlier ones are being saved: each waits until it is saved, so that a crash
 * repeats no more than what is in flight. A store that is away is waited for.
 */
export function createSettling(
  { settleDeliveries }: Pick<DeliverStore, 'settleDeliveries'>,
  now: () => Date,
  signal: AbortSignal,
): (settled: SettledDelivery) => Promise<SettledNews> {
  let waiting: Waiting[] = [];
  let isSaving = false;

  const save = (batch: readonly Waiting[]) =>
    outlast(
      () =>
        settleDeliveries(
          batch.map(({ settled }) => settled),
          now(),
        ),
      signal,
    );
  const saveBatch = async (batch: readonly Waiting[]): Promise<void> => {
    try {
      const news = await save(batch);
      batch.forEach(({ resolve }, index) => {
        resolve(news[index] ?? { isOurs: false, hold: null });
      });
    } catch (error) {
      if (batch.length === 1) batch[0]?.reject(error);
      // One that cannot be saved fails alone.
      else for (const each of batch) await saveBatch([each]);
    }
  };
  const saveAll = async (): Promise<void> => {
    isSaving = true;
    while (waiting.length > 0) {
      // Responses that have arrived already are settled with the first.
      await nextTurn();
      const batch = waiting;
      waiting = [];
      await saveBatch(batch);
    }
    isSaving = false;
  };
  return (settled) =>
    new Promise((resolve, reject) => {
      waiting.push({ settled, resolve, reject });
      if (!isSaving) void saveAll();
    });
}
