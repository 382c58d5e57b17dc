import { Argument, Command } from 'commander';
import { createReleaseStore } from '../adapters/store/desk/quarantineRelease.ts';
import type { QuarantinedKind } from '../adapters/store/shared/leasedTables.ts';
import { quarantinedKinds } from '../adapters/store/shared/quarantine.ts';
import { release } from '../desk/quarantine/release.ts';
import { commandDeed } from './commandDeed.ts';
import { onStore } from './onStore.ts';

export const releaseCommand = (): Command =>
  new Command('release')
    .addArgument(new Argument('[kinds...]', 'what to release').choices(quarantinedKinds))
    .action(releaseThem);

const releaseThem = (kinds: readonly QuarantinedKind[]): Promise<void> =>
  onStore(async (db) => {
    const all = kinds.length === 0 ? quarantinedKinds : kinds;
    const released = await release(createReleaseStore(db), commandDeed({ by: undefined, why: '' }), all);
    for (const { kind, count } of released) process.stdout.write(`${kind}: ${count}\n`);
    const none = 'Nothing is quarantined.\n';
    process.stdout.write(released.length === 0 ? none : 'Released; the service picks them up within a second.\n');
  });
