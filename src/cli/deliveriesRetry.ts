import { Command } from 'commander';
import { retryDeliveries } from '../desk/deliveries/retryDeliveries.ts';
import { commandDeed } from './commandDeed.ts';
import { deliveryDeedsOn } from './deliveryDeedsOn.ts';
import { type FilterOptions, filterOf, withFilter } from './deliveryFilter.ts';
import { onStore } from './onStore.ts';

export const deliveriesRetryCommand = (): Command =>
  withFilter(new Command('retry'), 'rejected, held')
    .description('Sends again, as a whole, what was refused or is held. What was sent is never sent again.')
    .action(retry);

const retry = (options: FilterOptions): Promise<void> =>
  onStore(async (db) => {
    const filter = filterOf(options, ['rejected', 'held']);
    const { deliveries, ended } = await retryDeliveries(
      deliveryDeedsOn(db),
      commandDeed({ by: undefined, why: '' }),
      filter,
    );
    const left = ended === 0 ? '' : ` ${counted(ended)} left alone: the subscriptions have ended.`;
    const put =
      deliveries === 0
        ? 'Nothing was put back.'
        : `Put back ${counted(deliveries)}; the service sends them within seconds.`;
    process.stdout.write(`${put}${left}\n`);
  });

const counted = (count: number): string => `${count} ${count === 1 ? 'delivery' : 'deliveries'}`;
