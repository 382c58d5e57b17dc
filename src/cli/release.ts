import { Argument, Command } from 'commander';
import { type PutAsideKind, putAsideKinds, releasePutAside } from '../adapters/store/shared/quarantine.ts';
import { onStore } from './onStore.ts';

export const releaseCommand = (): Command =>
  new Command('release')
    .addArgument(new Argument('[kinds...]', 'what to release').choices(putAsideKinds))
    .action(release);

const release = (kinds: readonly PutAsideKind[]): Promise<void> =>
  onStore(async (db) => {
    let total = 0;
    for (const kind of kinds.length === 0 ? putAsideKinds : kinds) {
      const count = await releasePutAside(db, kind);
      if (count > 0) process.stdout.write(`${kind}: ${count}\n`);
      total += count;
    }
    const none = 'Nothing is quarantined.\n';
    process.stdout.write(total === 0 ? none : 'Released; the service picks them up within a second.\n');
  });
