import type { Settings } from '../../../config/settings.ts';
import { createLog } from '../logging.ts';
import type { OpenedStore } from '../openStore.ts';
import { checkFiles } from './checkFiles.ts';
import { checkCanary, checkHealth, checkSending, checkSight } from './checkHealth.ts';
import { checkHubs } from './checkHubs.ts';
import type { CheckResult } from './checkResult.ts';
import {
  checkDataDir,
  checkMail,
  checkPublicUrl,
  checkQueue,
  checkReferences,
  checkSlack,
  checkStore,
} from './checks.ts';

type Say = (result: CheckResult) => void;

/** What can be checked without a store. */
export async function examineSettings(settings: Settings, say: Say): Promise<void> {
  say(checkPublicUrl(settings));
  for (const result of checkSlack(settings)) say(result);
  say(await checkDataDir(settings));
  say(await checkMail(settings));
}

/** What stands in the store, and what works on it. */
export async function examineStore(settings: Settings, store: OpenedStore, say: Say): Promise<void> {
  say(await checkStore(settings, store));
  say(await checkQueue(settings, store, createLog('silent')));
  for (const result of await checkFiles(settings, store)) say(result);
  for (const result of await checkReferences(store)) say(result);
  for (const check of [checkCanary, checkHealth, checkSight, checkSending])
    for (const result of await check(store)) say(result);
  for (const result of await checkHubs(settings, store)) say(result);
}
