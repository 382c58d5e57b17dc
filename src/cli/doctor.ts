import { Command } from 'commander';
import { type Settings, settingsFromEnvironment } from '../../config/settings.ts';
import { SettingsError } from '../../config/settingsError.ts';
import { checkFeeds } from '../app/doctor/checkFeeds.ts';
import { type CheckResult, fault, ok, reasonOf } from '../app/doctor/checkResult.ts';
import { checkNames } from '../app/doctor/checks.ts';
import { examineSettings, examineStore } from '../app/doctor/examine.ts';
import { createLog } from '../app/logging.ts';
import { commandOptions, type OpenedStore, openStore } from '../app/openStore.ts';

export const doctorCommand = (): Command =>
  new Command('doctor')
    .option('--feeds', 'fetch every feed, too', false)
    .action(({ feeds }: { readonly feeds: boolean }) => examine(feeds));

/** Exit code 1 when anything is at fault; warnings leave it at 0. */
async function examine(feeds: boolean): Promise<void> {
  for (const result of checkNames()) say(result);
  const settings = readable();
  if (settings === null) return;
  await examineSettings(settings, say);
  const store = await opened(settings);
  if (store === null) return;
  try {
    await examineStore(settings, store, say);
    if (feeds) await checkFeeds(settings, store, say);
  } finally {
    await store.close();
  }
}

function readable(): Settings | null {
  try {
    const settings = settingsFromEnvironment();
    say(ok('settings', 'all are valid'));
    return settings;
  } catch (error) {
    if (!(error instanceof SettingsError)) throw error;
    for (const problem of error.problems) say(fault('setting', problem, 'correct it or remove it'));
    return null;
  }
}

async function opened(settings: Settings): Promise<OpenedStore | null> {
  try {
    return await openStore(settings, createLog('silent'), commandOptions);
  } catch (error) {
    const advice =
      settings.databaseUrl === null
        ? 'check that DATA_DIR belongs to this user and has free space; see docs/operating.md, “Run it in one process”'
        : 'check DATABASE_URL and that the server is running and accepts connections from here';
    say(fault('store', reasonOf(error), advice));
    return null;
  }
}

const marks = { ok: 'ok  ', warning: 'warn', fault: 'FAIL' } as const;

function say({ name, state, message, advice }: CheckResult): void {
  process.stdout.write(`${marks[state]}  ${name}: ${message}\n${advice === null ? '' : `      → ${advice}\n`}`);
  if (state === 'fault') process.exitCode = 1;
}
