import fc from 'fast-check';
import { expect, it } from 'vitest';
import { mostAttempts, retryAfterAttempt } from '../../../src/domain/deliveries/retryPolicy.ts';

const fraction = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });

it('tries again within ten seconds at first, and never waits above half an hour by itself', () => {
  fc.assert(
    fc.property(fraction, fc.integer({ min: 1, max: mostAttempts - 1 }), (chance, attempt) => {
      expect(retryAfterAttempt({ attempt: 1, afterSeconds: null }, chance)).toBeLessThanOrEqual(10);
      expect(retryAfterAttempt({ attempt, afterSeconds: null }, chance)).toBeLessThanOrEqual(1800);
    }),
  );
});

it('waits as long as the receiver asks, up to a day', () => {
  expect(retryAfterAttempt({ attempt: 1, afterSeconds: 600 }, 0.5)).toBe(600);
  expect(retryAfterAttempt({ attempt: 1, afterSeconds: 1_000_000 }, 0.5)).toBe(86_400);
});

it('goes on for about a day, and then ends', () => {
  let seconds = 0;
  for (let attempt = 1; attempt < mostAttempts; attempt++)
    seconds += retryAfterAttempt({ attempt, afterSeconds: null }, 0.5) ?? 0;
  expect(seconds / 3600).toBeGreaterThan(20);
  expect(seconds / 3600).toBeLessThan(28);
  expect(retryAfterAttempt({ attempt: mostAttempts, afterSeconds: null }, 0.5)).toBeNull();
});
