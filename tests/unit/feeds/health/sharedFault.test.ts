import { describe, expect, it } from 'vitest';
import { sharedFault } from '../../../../src/domain/feeds/health/sharedFault.ts';

const feeds = (...failures: readonly (string | null)[]) =>
  failures.map((lastFailure, index) => ({ url: `https://feed${index}.example/rss`, lastFailure }));
const all = (count: number, failure: string | null) => Array.from({ length: count }, () => failure);

describe('feeds that fail alike share', () => {
  it.each([
    [all(27, 'dns'), '27 of 27 feeds fail alike: their host names cannot be resolved', 'is this machine online?'],
    [[...all(20, 'dns'), ...all(7, 'timeout')], 'their hosts cannot be reached', 'is this machine online?'],
    [all(27, 'connection'), 'their hosts cannot be reached', 'firewall'],
    [all(27, 'tls'), 'no secure connection can be made', 'clock'],
    [all(5, 'not-a-feed'), 'a web page comes instead of each', 'proxy'],
    [all(5, 'address-refused'), 'addresses that are not public', 'name resolution'],
    [[...all(20, 'dns'), ...all(7, null)], '20 of 27 feeds fail alike', 'is this machine online?'],
  ])('a cause at our end, where they are most of the list: %j', (failures, says, advice) => {
    const fault = sharedFault(feeds(...failures));
    expect(fault?.says).toContain(says);
    expect(fault?.advice).toContain(advice);
  });

  it('their host, where it is one', () => {
    const listed = [
      { url: 'https://one.example/a', lastFailure: 'timeout' },
      { url: 'https://www.one.example/b', lastFailure: 'server-error' },
      ...feeds(...all(10, null)),
    ];
    expect(sharedFault(listed)?.says).toBe('the 2 feeds that fail are all on one.example');
  });

  it.each([
    [all(27, null)],
    [['dns', ...all(26, null)]],
    [['dns', 'dns', 'dns', ...all(24, null)]],
    [['dns', 'not-found', 'forbidden']],
    [['not-found', 'not-found', 'not-found']],
  ])('nothing, where few fail, or each in its own way: %j', (failures) => {
    expect(sharedFault(feeds(...failures))).toBeNull();
  });
});
