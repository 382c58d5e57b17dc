import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { longFiles } from '../support/longFirst.ts';

it('the files that the test run begins with are there', () => {
  const missing = longFiles.filter((file) => !existsSync(join(import.meta.dirname, '..', `${file}.test.ts`)));
  expect(missing).toEqual([]);
});
