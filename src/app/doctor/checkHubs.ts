import type { Settings } from '../../../config/settings.ts';
import { hubCountsOf } from '../../adapters/store/poll/hubOffers.ts';
import { counted } from '../../domain/basics/wording.ts';
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
    const advice =
      'set PUBLIC_URL to an address that reaches this service from outside; until then feeds are only polled';
    return [
      warned(
        name,
        `${counted(offered, 'feed')} could be pushed, but hubs cannot reach this service: ${reason}`,
        advice,
      ),
    ];
  }
  const pushed = `subscribed to ${active} of ${offered} feeds that name a hub`;
  if (failing.length === 0) return [ok(name, pushed)];
  const advice =
    'the others are polled, and Tocsin keeps asking their hubs; check that PUBLIC_URL reaches this service from outside';
  return [warned(name, `${pushed}; ${failing.slice(0, 3).join('; ')}`, advice)];
}
