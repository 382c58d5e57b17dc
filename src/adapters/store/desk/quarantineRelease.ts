import type { ReleaseStore } from '../../../desk/quarantine/release.ts';
import type { Database } from '../database.ts';
import type { QuarantinedKind } from '../shared/leasedTables.ts';
import { releaseQuarantined } from '../shared/quarantine.ts';
import { inDeed } from './auditLog.ts';

export const createReleaseStore = (db: Database): ReleaseStore<QuarantinedKind> => ({
  release: (kind, entryOf) =>
    inDeed(db, async (tx) => {
      const count = await releaseQuarantined(tx, kind);
      return { result: count, entry: count === 0 ? null : entryOf(count) };
    }),
});
