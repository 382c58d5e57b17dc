import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { unreachableBecause } from '../../../src/app/hubCallback.ts';
import { hubOfferOf, hubRetrySeconds, leaseSecondsOf, renewalSeconds } from '../../../src/domain/feeds/hubOffer.ts';
import { isSignedBy } from '../../../src/domain/feeds/hubSignature.ts';

describe('the hub that a document names', () => {
  const url = 'https://wire.example/news/rss';

  it.each([
    [
      { hub: 'https://hub.example/', self: 'https://wire.example/self' },
      'https://hub.example/',
      'https://wire.example/self',
    ],
    [{ hub: '//hub.example', self: null }, 'https://hub.example/', url],
    [{ hub: '/hub', self: 'self' }, 'https://wire.example/hub', 'https://wire.example/news/self'],
    [{ hub: 'http://hub.example/', self: 'javascript:alert(1)' }, 'http://hub.example/', url],
  ])('of %j is %s, for %s', (names, hub, topic) => {
    expect(hubOfferOf(names, url)).toEqual({ hub, topic });
  });

  it.each([
    null,
    '',
    'http://',
    'ftp://hub.example/',
    'javascript:1',
    'https://user:word@hub.example/',
    `https://hub.example/${'x'.repeat(2000)}`,
  ])('is none of %#: %s', (hub) => {
    expect(hubOfferOf({ hub: hub === '' ? null : hub, self: null }, url)).toBeNull();
  });
});

describe('a lease', () => {
  it('is what the hub says, within reason; what we asked for where it says nothing readable', () => {
    expect(['864', '1', '0', '99999999999', '-1', '1e9', '', null].map(leaseSecondsOf)).toEqual([
      ...[864, 300, 300, 31_536_000],
      ...[864_000, 864_000, 864_000, 864_000],
    ]);
  });

  it('is renewed with a fifth of it left, at least', () => {
    expect([0, 0.999].map((fraction) => Math.round(renewalSeconds(1000, fraction)))).toEqual([700, 800]);
  });

  it('that a hub refuses is asked for ever later, daily at last', () => {
    expect([0, 1, 2, 8, 1000].map((attempts) => hubRetrySeconds(attempts, 0))).toEqual([
      300, 600, 1200, 76_800, 86_400,
    ]);
  });
});

describe('a signature', () => {
  const bytes = Buffer.from('<rss/>');
  const hex = createHmac('sha256', 'secret').update(bytes).digest('hex');

  it('holds for the very bytes and the very secret, in any case of its letters', () => {
    for (const signature of [`sha256=${hex}`, ` SHA256=${hex.toUpperCase()} `]) {
      expect(isSignedBy('secret', signature, bytes)).toBe(true);
      expect(isSignedBy('Secret', signature, bytes)).toBe(false);
      expect(isSignedBy('secret', signature, Buffer.from('<rss />'))).toBe(false);
    }
  });

  it('of any other text never holds and never throws', () => {
    fc.assert(
      fc.property(
        fc.string(),
        (text) => !isSignedBy('secret', text, bytes) && !isSignedBy('secret', `sha256=${text}`, bytes),
      ),
    );
    for (const text of [hex, `sha256=${hex}0`, `sha256=${hex.slice(1)}`, `sha512=${hex}`, `=${hex}`, null]) {
      expect(isSignedBy('secret', text, bytes)).toBe(false);
    }
  });
});

describe('hubs can call', () => {
  const isReachable = (publicUrl: string, ...allowPrivateAddresses: string[]) =>
    unreachableBecause({ publicUrl, allowPrivateAddresses }) === null;

  it('a public name or address', () => {
    for (const url of ['https://tocsin.example.org', 'http://8.8.8.8:8080', 'https://[2606:4700::1111]/x']) {
      expect([url, isReachable(url)]).toEqual([url, true]);
    }
  });

  it('no address of this machine or of an inner network, unless that is allowed', () => {
    const inner = [
      'http://127.0.0.1:8080',
      'http://localhost:8080',
      'http://[::1]:80',
      'http://10.1.2.3',
      'http://192.168.0.1',
      'http://2130706433',
    ];
    for (const url of inner) expect([url, isReachable(url)]).toEqual([url, false]);
    for (const url of ['http://tocsin', 'https://tocsin.internal', 'https://a.local.', 'https://localhost.']) {
      expect([url, isReachable(url)]).toEqual([url, false]);
    }
    expect(isReachable('http://127.0.0.1:8080', '127.0.0.0/8')).toBe(true);
    expect(isReachable('http://localhost:8080', '127.0.0.0/8')).toBe(true);
    expect(isReachable('http://10.1.2.3', '10.0.0.0/8')).toBe(true);
  });
});
