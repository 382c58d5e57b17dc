import { expect, it } from 'vitest';
import { pauseAfterRefusal } from '../../../src/domain/deliveries/targetRefusals.ts';

it('asks a target that refuses everything ten times in a little over three days, as Standard Webhooks has it', () => {
  const pauses: number[] = [];
  for (let pause = pauseAfterRefusal(1); pause !== null; pause = pauseAfterRefusal(pauses.length + 1))
    pauses.push(pause);
  expect(pauses.slice(0, 3)).toEqual([5, 300, 1800]);
  expect(pauses.slice(3).map((seconds) => seconds / 3600)).toEqual([2, 5, 10, 14, 20, 24]);
  expect(pauseAfterRefusal(10)).toBeNull();
  expect(pauseAfterRefusal(11)).toBeNull();
});
