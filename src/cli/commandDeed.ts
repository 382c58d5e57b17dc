import { userInfo } from 'node:os';
import type { Database } from '../adapters/store/database.ts';
import { createDeliveryDeeds } from '../adapters/store/desk/deliveryDeeds.ts';
import { systemClock } from '../app/systemPorts.ts';
import type { Deed } from '../desk/deed.ts';

/** A deed by whoever has the shell. */
export const commandDeed = (why = '', by = userInfo().username): Deed => ({
  by: { kind: 'command', id: null, name: by },
  why,
  at: systemClock.now(),
});

/** A command has no queue to wake: the sweep of the service finds the rows within seconds. */
export const deliveryDeedsOn = (db: Database) => ({ store: createDeliveryDeeds(db), wake: () => undefined });
