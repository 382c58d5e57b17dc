import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** The files that take longest, the longest first. Begun last, one of them would run on alone while the other workers rest. */
export const longFiles: readonly string[] = [
  'scenario/faults',
  'contract/queue/faultsPostgres',
  'contract/queue/faultsRedis',
  'scenario/lostServer',
  'scenario/silentDatabase',
  'scenario/kills',
  'unit/linearRegexes',
  'scenario/refusedMail',
  'scenario/blind',
  'scenario/backup',
  'contract/feeds/goodCitizen',
  'scenario/lostReader',
  'contract/store/backup',
  'scenario/websub',
  'scenario/commandsEnd',
  'contract/websub/websub',
  'scenario/clockPutBack',
  'scenario/liveness',
  'scenario/flood',
  'scenario/promises',
  'scenario/health',
  'contract/store/databaseLimits',
  'scenario/serve',
  'scenario/notifiedOnce',
  'scenario/npmScripts',
  'contract/channels/sendingLanes',
  'scenario/canary',
  'scenario/emptiedQueue',
  'scenario/init',
  'contract/store/turns',
];

/** Begins with the long files; the rest is in Vitest's own order. */
export class LongFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const usual = await super.sort(files);
    return usual.toSorted((one, other) => rankOf(one) - rankOf(other));
  }
}

function rankOf({ moduleId }: TestSpecification): number {
  const at = longFiles.findIndex((file) => moduleId.endsWith(`/tests/${file}.test.ts`));
  return at === -1 ? longFiles.length : at;
}
