import { Command, InvalidArgumentError } from 'commander';
import type { Logger } from 'pino';
import { mistypedInEnvironment } from '../../config/settingNames.ts';
import { type Settings, settingsFromEnvironment } from '../../config/settings.ts';
import { createClosing, stopLimitMs } from '../app/closing.ts';
import { type App, createApp } from '../app/createApp.ts';
import { type AnnouncedProcess, announceProcess } from '../app/liveness/announceProcess.ts';
import { createLog } from '../app/logging.ts';
import { parseRoles, type Role, roles } from '../app/roles.ts';
import { endAfter, stopRequested } from '../app/stopRequested.ts';

export const serveCommand = (): Command =>
  new Command('serve')
    .option('--roles <list>', `the roles of this process, from ${roles.join(',')}`, readRoles, [...roles])
    .action(({ roles }: { roles: readonly Role[] }) => serve(roles));

function readRoles(text: string): readonly Role[] {
  const parsed = parseRoles(text);
  if (parsed === null)
    throw new InvalidArgumentError(`expected a list of ${roles.join(',')}, for example --roles=poll,match`);
  return parsed;
}

/**
 * Runs until SIGTERM or SIGINT, then finishes what is in hand and ends with exit code 0. What does not end in time is left, and
 * the code is 1. Throws when the database is gone for good.
 */
async function serve(roles: readonly Role[]): Promise<void> {
  const stopSignal = stopRequested();
  const settings = settingsFromEnvironment();
  const log = createLog(settings.logLevel);
  endAfter(stopSignal, stopLimitMs, log);
  for (const name of mistypedInEnvironment())
    log.warn(name, 'this is not a setting of Tocsin; it is probably misspelled');
  const closing = createClosing(log);
  const announced = await announce(settings, roles, log);
  closing.add('process', 'the health check', announced.close);
  try {
    const app = await createApp(settings, { roles, log }, closing);
    await app.start();
    announced.become('running');
    process.stdout.write(welcome(app.places()));
    log.info({ signal: await Promise.race([stopSignal, failureOf(app)]) }, 'stopping');
  } finally {
    announced.become('stopping');
    if (!(await closing.closeAll())) process.exit(process.exitCode ?? 1);
  }
}

/** Rejects; a supervisor that starts what ends with 1 does not start what ends with 2. */
async function failureOf(app: App): Promise<never> {
  const error = await app.failed;
  process.exitCode = 2;
  throw error;
}

/** A service that can do its work without a DATA_DIR does it; only its health cannot be asked then. */
async function announce({ dataDir }: Settings, roles: readonly Role[], log: Logger): Promise<AnnouncedProcess> {
  try {
    return await announceProcess(dataDir, roles);
  } catch (error) {
    log.warn({ err: error }, 'DATA_DIR is not writable, so `tocsin health` does not see this process');
    return { become: () => undefined, close: async () => undefined };
  }
}

const welcome = (places: readonly (readonly [string, string])[]): string =>
  [
    'Tocsin is watching.',
    ...places.map(([name, place]) => `  ${name.padEnd(widest(places))} ${place}`),
    'Ctrl-C stops it.',
    '',
  ].join('\n');

const widest = (places: readonly (readonly [string, string])[]): number =>
  Math.max(...places.map(([name]) => name.length));
