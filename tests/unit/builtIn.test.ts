import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { expect, it } from 'vitest';

const files = ['src', 'workers', 'config'].flatMap((folder) =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name)),
);

it('only the schema, and the file that makes and erases the canary’s rows, know that something is built in', () => {
  const knowing = files.filter((file) => /built_in|builtIn/.test(readFileSync(file, 'utf8')));
  const [own, ...others] = knowing.filter((file) => !/\/migrations\/\d{4}_\w+\.sql$/.test(file));
  expect(others).toEqual([]);
  expect(basename(own ?? '')).toMatch(/^canary\w+\.ts$/);
});
