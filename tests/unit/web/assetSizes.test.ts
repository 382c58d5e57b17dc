import { readdirSync, readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';

const folder = new URL('../../../dist/src/web/assets/', import.meta.url);
const kilobytes = (names: readonly string[]): number =>
  names.reduce((sum, name) => sum + gzipSync(readFileSync(new URL(name, folder))).length, 0) / 1000;
const scripts = readdirSync(folder).filter((name) => name.endsWith('.js'));

describe('what the pages load, compressed', () => {
  it('is at most 180 KB of script for the rule editor', () => {
    expect(kilobytes(scripts.filter((name) => name !== 'deskIsland.js'))).toBeLessThan(180);
  });

  it('is at most 40 KB of script for the first page, and for every other page without the editor', () => {
    expect(kilobytes(scripts.filter((name) => name !== 'editorIsland.js'))).toBeLessThan(40);
  });
});
