import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** The files that take longest, the longest first. Begun last, one of them would run on alone while the other workers rest. */
export const longFiles: readonly string[] = [
  'scenario/package',
  'unit/linearRegexes',
  'scenario/kills',
  'contract/queue/faultsRedis',
  'contract/queue/faultsPostgres',
  'scenario/configCommands',
  'scenario/changingRules',
  'unit/rules/oracle',
  'scenario/pollingDays',
  'scenario/serve',
  'scenario/promises',
  'scenario/statelessCommands',
  'scenario/storyCommands',
  'scenario/websub',
  'scenario/notifiedOnce',
  'scenario/stories',
  'unit/rules/hostile',
  'scenario/emptiedQueue',
  'scenario/liveness',
  'scenario/npmScripts',
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
