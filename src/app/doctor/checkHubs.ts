import type { Settings } from '../../../config/settings.ts';
import { hubCountsOf } from '../../adapters/store/hubs/hubOffers.ts';
import { unreachableBecause } from '../hubCallback.ts';
import type { OpenedStore } from '../openStore.ts';
import { type CheckResult, ok, warned } from './checkResult.ts';

const name = 'hubs (WebSub)';

/** Whether feeds that could be pushed are; silent where none could. */
export async function checkHubs(settings: Settings, { db }: OpenedStore): Promise<readonly CheckResult[]> {
  const { offered, active, failing } = await hubCountsOf(db);
  if (offered === 0) return [];
  const reason = unreachableBecause(settings);
  if (reason !== null) {
    const advice = 'set PUBLIC_URL to an address that leads here from outside; until then they are polled alone';
    return [warned(name, `${offered} feeds could be pushed to us, but hubs cannot call: ${reason}`, advice)];
  }
  const pushed = `${active} of ${offered} feeds that name a hub are subscribed to`;
  if (failing.length === 0) return [ok(name, pushed)];
  const advice =
    'those are polled, and their hubs asked again by themselves; check that PUBLIC_URL leads here from outside';
  return [warned(name, `${pushed}; ${failing.slice(0, 3).join('; ')}`, advice)];
}
