import { statSync } from 'node:fs';
import { expect, it } from 'vitest';

it('what npm builds can be run by its file, as npx does in a clone', () => {
  expect(statSync('dist/src/main.js').mode & 0o111).toBe(0o111);
});
