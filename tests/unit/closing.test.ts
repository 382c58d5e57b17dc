import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createClosing, stopLimitMs } from '../../src/app/closing.ts';
import { silentLog } from '../support/silentLog.ts';

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] }));
afterEach(() => void vi.useRealTimers());

it('what was late at the first call is not whole at the next, which has nothing left to close', async () => {
  const closing = createClosing(silentLog);
  const neverClosed = new Promise<never>(() => undefined);
  closing.add('process', 'a part', () => neverClosed);
  const isWhole = closing.closeAll();
  await vi.advanceTimersByTimeAsync(stopLimitMs);
  expect(await isWhole).toBe(false);
  expect(await closing.closeAll()).toBe(false);
});

it('what closes in time is whole, also where closing fails', async () => {
  const closing = createClosing(silentLog);
  closing.add('work', 'a part', async () => undefined);
  closing.add('store', 'another', () => Promise.reject(new Error('it was closed before')));
  expect(await closing.closeAll()).toBe(true);
  expect(await closing.closeAll()).toBe(true);
});
