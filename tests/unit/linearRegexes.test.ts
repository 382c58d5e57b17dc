import { checkSync } from 'recheck';
import { expect, it } from 'vitest';
import { regexLiteralsIn } from '../support/regexLiterals.ts';

/** The folders whose expressions see the text of articles. */
const folders = ['src/domain/figures', 'src/domain/rules/text'];

/**
 * As the checker can judge it: a class of Unicode stands for any one character (thousands of letters take it seconds), and a
 * repetition by a large fixed number for one by three (it takes those for loops).
 */
const plain = (pattern: string): string =>
  pattern
    .replaceAll(/\\p\{[^}]+\}/g, 'p')
    .replaceAll(/\{1,\d{4,}\}/g, '+')
    .replaceAll(/\{\d{2,}\}/g, '{3}');

it('finds the expressions of a source', () => {
  expect(regexLiteralsIn('src/domain/figures').length).toBeGreaterThan(100);
});

it.each(folders)(
  'has no expression in %s that a text can make slow',
  (folder) => {
    const slow = regexLiteralsIn(folder).filter(({ pattern, flags }) => {
      const { status } = checkSync(plain(pattern), flags.replace('u', ''), { timeout: 10_000 });
      return status !== 'safe';
    });
    expect(slow).toEqual([]);
  },
  120_000,
);
