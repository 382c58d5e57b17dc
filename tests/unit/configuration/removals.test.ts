import { describe, expect, it } from 'vitest';
import { doubtfulRemovals } from '../../../src/domain/configuration/removals.ts';

const feeds = (count: number, from = 0) => ({
  feeds: Array.from({ length: count }, (_, index) => `feed ${from + index}`),
});
const heldAll = (count: number) => new Set(feeds(count).feeds);

describe('removals go ahead', () => {
  it.each([
    ['one of two', 2, 1],
    ['one of nineteen', 19, 18],
    ['two of twenty', 20, 18],
    ['none of none', 0, 0],
    ['none of many', 30, 30],
  ])('when they are up to a tenth, or one: %s', (_, before, after) => {
    expect(doubtfulRemovals(feeds(before), feeds(after), heldAll(before))).toEqual([]);
  });

  it('when the last one is replaced by another', () => {
    expect(doubtfulRemovals(feeds(1), feeds(1, 1), heldAll(1))).toEqual([]);
  });
});

describe('removals are in doubt', () => {
  it.each([
    ['two of two', 2, 0, 'removes 2 of 2 feeds: none would be left'],
    ['the only one', 1, 0, 'removes 1 of 1 feeds: none would be left'],
    ['two of nineteen', 19, 17, 'removes 2 of 19 feeds: more than a tenth'],
    ['three of twenty-nine', 29, 26, 'removes 3 of 29 feeds: more than a tenth'],
  ])('when they are more, or leave nothing: %s', (_, before, after, reason) => {
    expect(doubtfulRemovals(feeds(before), feeds(after), heldAll(before))).toEqual([reason]);
  });

  it('sort by sort: many concepts do not hide that all rules go', () => {
    const concepts = Array.from({ length: 40 }, (_, index) => `concept @c${index}`);
    const current = { rules: ['rule a', 'rule b', 'rule c'], concepts };
    expect(doubtfulRemovals(current, { rules: [], concepts }, null)).toEqual([
      'removes 3 of 3 rules: none would be left',
    ]);
  });

  it('when the last applied file did not hold what goes, be it one of many', () => {
    expect(doubtfulRemovals(feeds(30), feeds(29), heldAll(29))).toEqual([
      'removes what the last applied file did not hold: feed 29',
    ]);
    expect(doubtfulRemovals(feeds(90), feeds(81), heldAll(81))).toEqual([
      expect.stringMatching(/: feed 81, feed 82, feed 83, feed 84, feed 85 and 4 more$/),
    ]);
  });

  it('by their number only where it is not known what the file held', () => {
    expect(doubtfulRemovals(feeds(30), feeds(29), null)).toEqual([]);
    expect(doubtfulRemovals(feeds(30), feeds(9), null)).toHaveLength(1);
  });
});
