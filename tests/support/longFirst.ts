import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** The files that take longest, the longest first. Begun last, one of them would run on alone while the other workers rest. */
export const longFiles: readonly string[] = [
  'scenario/faults',
  'scenario/configCommands',
  'scenario/promises',
  'contract/store/databaseLimits',
  'scenario/stories',
  'scenario/backup',
  'unit/linearRegexes',
  'contract/queue/faultsPostgres',
  'scenario/silentDatabase',
  'scenario/liveness',
  'contract/queue/faultsRedis',
  'scenario/changingRules',
  'scenario/lostServer',
  'scenario/refusedMail',
  'contract/store/migrate',
  'scenario/serve',
  'scenario/blind',
  'scenario/refusals',
  'scenario/feedSequences',
  'scenario/websub',
  'scenario/outboxFull',
  'scenario/emptiedQueue',
  'contract/store/backup',
  'scenario/health',
  'scenario/clockPutBack',
  'scenario/npmScripts',
  'scenario/statelessCommands',
  'scenario/storyCommands',
  'unit/rules/hostile',
  'scenario/kills',
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
