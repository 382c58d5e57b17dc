import { expect, it } from 'vitest';
import { createPushBudget } from '../../../src/domain/feeds/pushBudget.ts';

const at = (second: number) => new Date(second * 1000);

it('a hub may send sixty at once and one every other second after that, and no other hub pays for it', () => {
  const budget = createPushBudget();
  const taken = (times: number, second: number, subscription = 1) =>
    Array.from({ length: times }, () => budget.take(subscription, at(second))).filter((isTaken) => isTaken).length;
  expect(taken(100, 0)).toBe(60);
  expect(taken(100, 10)).toBe(5);
  expect(taken(100, 10, 2)).toBe(60);
  expect(taken(100, 9)).toBe(0);
  expect(taken(100, 10_000)).toBe(60);
});
