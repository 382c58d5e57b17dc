import { describe, expect, it } from 'vitest';
import { patienceWith } from '../../../src/pipeline/poll/patience.ts';

const limits = { minSeconds: 120, maxSeconds: 3600 };

describe('the patience with a feed that fails', () => {
  it.each(['timeout', 'dns', 'connection', 'server-error', 'malformed', 'empty'] as const)(
    'is short where %s may pass by itself',
    (reason) => expect(patienceWith(reason, limits)).toEqual({ firstSeconds: 120, mostSeconds: 3600 }),
  );

  it.each(['not-found', 'forbidden', 'tls', 'address-refused', 'not-a-feed'] as const)(
    'is long where somebody has to mend %s, but ends after a day',
    (reason) => expect(patienceWith(reason, limits)).toEqual({ firstSeconds: 600, mostSeconds: 86_400 }),
  );

  it('lasts a day for 410, within which it is asked several times', () =>
    expect(patienceWith('gone', limits)).toEqual({ firstSeconds: 600, mostSeconds: 21_600 }));
});
