import type { Database } from '../adapters/store/database.ts';
import { createDeliveryDeeds } from '../adapters/store/desk/deliveryDeeds.ts';

/** A command has no queue to wake: the sweep of the service finds the rows within seconds. */
export const deliveryDeedsOn = (db: Database) => ({ store: createDeliveryDeeds(db), wake: () => undefined });
