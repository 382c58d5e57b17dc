import { join, relative, resolve } from 'node:path';
import { Command } from 'commander';
import { settingsFromEnvironment } from '../../config/settings.ts';
import { makeFolder } from '../adapters/makeFolder.ts';
import { type StarterFiles, writeStarterFiles } from '../app/configuration/writeStarterFiles.ts';

export const initCommand = (): Command =>
  new Command('init')
    .argument('[folder]', 'where you will run `tocsin serve`; CONFIG_DIR is relative to it', '.')
    .action((folder: string, _options: object, command: Command) => init(folder, command));

/** Exit code 0 also where all was there already; 2 where the folder cannot be written. */
async function init(folder: string, command: Command): Promise<void> {
  const configFolder = resolve(folder, settingsFromEnvironment().configDir);
  try {
    await makeFolder(folder);
    const files = await writeStarterFiles(configFolder);
    process.stdout.write(shown(files, relative('.', configFolder) || '.', relative('.', folder)));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    command.error(`error: the starter files cannot be written: ${reason}`, { exitCode: 2 });
  }
}

const shown = ({ written, kept }: StarterFiles, configFolder: string, folder: string): string =>
  [
    ...written.map((name) => `written     ${join(configFolder, name)}`),
    ...kept.map((name) => `kept        ${join(configFolder, name)} (already there)`),
    '',
    'Edit these files to say what to poll, what to watch for and whom to notify. Then run:',
    `  ${folder === '' ? '' : `cd ${folder} && `}tocsin serve`,
    '',
  ].join('\n');
