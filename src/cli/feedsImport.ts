import { Command } from 'commander';
import { type OpmlFile, readOpml } from '../../config/readOpml.ts';
import { decodeDocument } from '../adapters/documents/decodeDocument.ts';
import { createFeedDeeds } from '../adapters/store/desk/feedDeeds.ts';
import { shownFinding } from '../app/configuration/shownFinding.ts';
import { importOpml } from '../desk/feeds/importOpml.ts';
import { commandDeed } from './commandDeed.ts';
import { bytesOf } from './configFile.ts';
import { onStore } from './onStore.ts';
import { shownPlan } from './planOutput.ts';

interface Options {
  readonly dryRun: boolean;
  readonly by?: string;
}

export const feedsImportCommand = (): Command =>
  new Command('import')
    .description('Adds the feeds of an OPML file, as feed readers export it, to the store; removes and changes none.')
    .argument('<file>', 'an OPML file, or - for standard input')
    .option('--dry-run', 'only show what would be added', false)
    .option('--by <name>', 'who imports it, for the audit log (default: your login name)')
    .action(importFile);

/** Entries that are no feeds are named and the others taken; the exit code is 1 then. */
async function importFile(file: string, { dryRun, by }: Options, command: Command): Promise<void> {
  const text = decodeDocument(await bytesOf(file, command), null);
  const { feeds, findings } = readOpml(text, file);
  sayFindings(findings);
  if (feeds.length === 0 && findings.length > 0) return;
  await onStore(async (db) => {
    const deed = commandDeed({ by, why: 'import of an OPML file' });
    const { added, known } = await importOpml({ store: createFeedDeeds(db) }, deed, { feeds, isDryRun: dryRun });
    const changes = added.map(({ url, name }) => ({ kind: 'added' as const, what: `feed ${url}`, details: [name] }));
    process.stdout.write(
      shownPlan(
        'feeds',
        changes,
        known.length === 0 ? [] : [`${known.length} of the file ${known.length === 1 ? 'is' : 'are'} already there`],
      ),
    );
    if (added.length > 0 && !dryRun) process.stdout.write('Imported.\n');
  });
}

function sayFindings(findings: OpmlFile['findings']): void {
  for (const finding of findings) process.stderr.write(`${shownFinding(finding)}\n`);
  if (findings.some(({ severity }) => severity === 'error')) process.exitCode = 1;
}
