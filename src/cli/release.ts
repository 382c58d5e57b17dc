import { Argument, Command } from 'commander';
import { type QuarantinedKind, quarantinedKinds, releaseQuarantined } from '../adapters/store/shared/quarantine.ts';
import { onStore } from './onStore.ts';

export const releaseCommand = (): Command =>
  new Command('release')
    .addArgument(new Argument('[kinds...]', 'what to release').choices(quarantinedKinds))
    .action(release);

const release = (kinds: readonly QuarantinedKind[]): Promise<void> =>
  onStore(async (db) => {
    let total = 0;
    for (const kind of kinds.length === 0 ? quarantinedKinds : kinds) {
      const count = await releaseQuarantined(db, kind);
      if (count > 0) process.stdout.write(`${kind}: ${count}\n`);
      total += count;
    }
    const none = 'Nothing is quarantined.\n';
    process.stdout.write(total === 0 ? none : 'Released; the service picks them up within a second.\n');
  });
