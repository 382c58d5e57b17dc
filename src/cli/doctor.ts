import { Command } from 'commander';
import { type Settings, settingsFromEnvironment } from '../../config/settings.ts';
import { type CheckResult, fault } from '../app/doctor/check.ts';
import { checkFeeds } from '../app/doctor/checkFeeds.ts';
import {
  checkDataDir,
  checkMail,
  checkNames,
  checkPublicUrl,
  checkQueue,
  checkReferences,
  checkSlack,
  checkStore,
} from '../app/doctor/checks.ts';
import { createLog } from '../app/logging.ts';
import { type OpenedStore, openStore } from '../app/openStore.ts';

export const doctorCommand = (): Command =>
  new Command('doctor')
    .description('Checks settings, store, queue, mail, Slack and folders, and says what to do about each fault.')
    .option('--feeds', 'ask every feed too', false)
    .action(({ feeds }: { readonly feeds: boolean }) => examine(feeds));

/** Exit code 1 when anything is at fault; warnings leave it at 0. */
async function examine(feeds: boolean): Promise<void> {
  const settings = settingsFromEnvironment();
  for (const result of [...checkNames(), checkPublicUrl(settings), ...(await checkSlack(settings))]) say(result);
  say(await checkDataDir(settings));
  say(await checkMail(settings));
  const store = await opened(settings);
  if (store === null) return;
  try {
    say(await checkStore(settings, store));
    say(await checkQueue(settings, store, createLog('silent')));
    for (const result of await checkReferences(store)) say(result);
    if (feeds) await checkFeeds(settings, store, say);
  } finally {
    await store.close();
  }
}

async function opened(settings: Settings): Promise<OpenedStore | null> {
  try {
    return await openStore(settings, createLog('silent'), 4);
  } catch (error) {
    say(fault('store', error instanceof Error ? error.message : String(error), 'check DATABASE_URL or DATA_DIR'));
    return null;
  }
}

const marks = { ok: 'ok  ', warning: 'warn', fault: 'FAIL' } as const;

function say({ name, state, message, advice }: CheckResult): void {
  process.stdout.write(`${marks[state]}  ${name}: ${message}\n${advice === null ? '' : `      → ${advice}\n`}`);
  if (state === 'fault') process.exitCode = 1;
}
