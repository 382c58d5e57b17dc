import { expect, it } from 'vitest';
import { readPlainFigures } from '../../../src/domain/figures/plainFigures.ts';

const read = (text: string) => readPlainFigures('', text).map(({ kind, min }) => `${kind} ${min}`);

it.each([
  ['At least 14 people were killed.', ['killed 14']],
  ['Eight miners died and 31 were injured.', ['killed 8', 'injured 31']],
  ['Nobody spoke. No one was killed; 40 cars burned.', ['killed 0']],
  ['Police said 1,250 people had been detained.', ['arrested 1250']],
  ['Between 20 and 30 were wounded.', ['injured 20']],
  ['Up to 20 were wounded.', ['injured 0']],
  ['Погибли 9 горняков.', ['killed 9']],
  ['In 2011 police killed protesters.', []],
  ['The dead were buried.', []],
])('%s', (text, figures) => {
  expect(read(text)).toEqual(figures);
});

it('gives the place from the number to the word', () => {
  const text = 'Some 14 people were killed.';
  const [figure] = readPlainFigures('', text);
  expect(text.slice(figure?.span[1], figure?.span[2])).toBe('14 people were killed');
});

it('reads a text of nothing but numbers and deaths in one pass', () => {
  expect(readPlainFigures('', '5 killed '.repeat(100_000))).toHaveLength(100_000);
});

it('reads a number of a million digits in one pass, as one that can be counted', () => {
  const [figure] = readPlainFigures('', `${'999,'.repeat(300_000)}999 people were killed.`);
  expect(figure?.min).toBe(Number.MAX_SAFE_INTEGER);
});
