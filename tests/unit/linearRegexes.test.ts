import { checkSync } from 'recheck';
import { expect, it } from 'vitest';
import { regexLiteralsIn } from '../support/regexLiterals.ts';

/** The folders whose expressions see what strangers write. */
const folders = [
  'src/domain',
  ...['documents', 'feeds', 'discovery', 'pages', 'http', 'websub', 'channels'].map((each) => `src/adapters/${each}`),
];

/** These take the square of what they are given, and are given little. */
const bounded: Readonly<Record<string, string>> = {
  'src/adapters/documents/decodeDocument.ts': 'the first bytes of a document',
  'src/adapters/documents/decodePage.ts': 'the first kilobyte of a page',
  'src/adapters/feeds/dateZones.ts': 'a hundred characters',
  'src/adapters/feeds/feedDate.ts': 'a hundred characters',
  'src/domain/articles/needsPage.ts': 'the last sixty characters of a text',
  'src/domain/digests/buildEntry.ts': 'half an excerpt',
  'src/domain/rules/language/formatQuery.ts': 'a number',
  'src/domain/rules/inflection/russian/infinitives.ts': 'a word that is not too long to be inflected',
};

/**
 * As the checker can judge it: a class of Unicode stands for any one character (thousands of letters take it seconds), and a
 * repetition by a large fixed number for one by three (it takes those for loops).
 */
const plain = (pattern: string): string =>
  pattern
    .replaceAll(/\\p\{[^}]+\}/g, 'p')
    .replaceAll(/\{1,\d{4,}\}/g, '+')
    .replaceAll(/\{\d{2,}\}/g, '{3}');

/** Without a repetition that has no end, an expression takes a few steps at each place of a text; most are like that. */
const mayRepeat = (pattern: string): boolean => /[*+]|\{\d+,\}/.test(pattern);

/** Counts of work decide, not the clock: on a busy machine the checker would take what is slow there for what is slow. */
const unhurried = { timeout: null, seedingTimeout: null, incubationTimeout: null, attackTimeout: null };

it('finds the expressions of a source', () => {
  expect(regexLiteralsIn('src/domain/figures').length).toBeGreaterThan(100);
});

it.each(folders)(
  'has no expression in %s that a text can make slow',
  (folder) => {
    const slow = regexLiteralsIn(folder).filter(({ file, pattern, flags }) => {
      if (bounded[`${folder}/${file}`] !== undefined) return false;
      const judged = plain(pattern);
      return mayRepeat(judged) && checkSync(judged, flags.replace('u', ''), unhurried).status !== 'safe';
    });
    expect(slow).toEqual([]);
  },
  900_000,
);
