import { writeFile } from 'node:fs/promises';
import { Command } from 'commander';
import type { ConfigKind } from '../app/configuration/configKind.ts';
import { exportedFile } from '../app/configuration/exportedFile.ts';
import { applyCommand } from './configApply.ts';
import { fileWords, readWanted, textOf } from './configFile.ts';
import { onStore } from './onStore.ts';
import { shownPlan } from './planOutput.ts';

/** `tocsin rules|feeds|subscribers apply|export|diff`: the same three for every kind. */
export function configCommand<T>(kind: ConfigKind<T>): Command {
  const { name } = kind;
  return new Command(name)
    .addCommand(applyCommand(kind))
    .addCommand(exportCommand(kind))
    .addCommand(
      new Command('diff')
        .description('Shows what apply would change; the exit code is 1 when there are changes.')
        .argument('<file>', fileWords)
        .action((file: string, _options: object, command: Command) => diff(kind, file, command)),
    );
}

function exportCommand<T>(kind: ConfigKind<T>): Command {
  const command = new Command('export')
    .description(
      `Exports the store's ${kind.name} as YAML that apply accepts; its first line names the ${kind.versionWord}.`,
    )
    .argument('[file]', 'the file to write; without it, or with -, standard output')
    .action((file: string | undefined, { opml = false }: { opml?: boolean }) =>
      exportTo(kind, opml ? kind.toOpml : undefined, file ?? '-'),
    );
  return kind.toOpml === undefined ? command : command.option('--opml', 'write OPML 2.0, for feed readers');
}

async function exportTo<T>(kind: ConfigKind<T>, toOpml: ((state: T) => string) | undefined, file: string) {
  await onStore(async (db) => {
    const text = toOpml?.(await kind.current(db)) ?? (await exportedFile(kind, db));
    if (file === '-') process.stdout.write(text);
    else await writeFile(file, text);
  });
}

async function diff<T>(kind: ConfigKind<T>, file: string, command: Command): Promise<void> {
  const text = await textOf(file, command);
  await onStore(async (db) => {
    const wanted = await readWanted(kind, text, file, db);
    if (wanted === null) return;
    const changes = kind.changes(await kind.current(db), wanted.value);
    process.stdout.write(shownPlan(kind.name, changes, []));
    if (changes.length > 0) process.exitCode = 1;
  });
}
