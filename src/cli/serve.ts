import { Command, InvalidArgumentError } from 'commander';
import { mistypedInEnvironment } from '../../config/settingNames.ts';
import { settingsFromEnvironment } from '../../config/settings.ts';
import { createApp } from '../app/createApp.ts';
import { createLog } from '../app/logging.ts';
import { parseRoles, type Role, roles } from '../app/roles.ts';
import { stopAsked } from '../app/stopAsked.ts';

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

/** Runs until SIGTERM or SIGINT, then finishes what is in hand and ends with exit code 0. */
async function serve(roles: readonly Role[]): Promise<void> {
  const asked = stopAsked();
  const settings = settingsFromEnvironment();
  const log = createLog(settings.logLevel);
  for (const name of mistypedInEnvironment())
    log.warn(name, 'this is not a setting of Tocsin; it is probably misspelled');
  const app = await createApp(settings, { roles, log });
  try {
    await app.start();
    process.stdout.write(welcome(app.places()));
    log.info({ signal: await asked }, 'stopping');
  } finally {
    await app.stop();
  }
}

const welcome = (places: readonly (readonly [string, string])[]): string =>
  [
    'Tocsin is watching.',
    ...places.map(([name, place]) => `  ${name.padEnd(8)} ${place}`),
    'Ctrl-C stops it.',
    '',
  ].join('\n');
