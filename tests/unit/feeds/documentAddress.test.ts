import { describe, expect, it } from 'vitest';
import { documentAddress, likeAddress } from '../../../src/domain/feeds/documentAddress.ts';

describe('two addresses', () => {
  it.each([
    ['https://wire.example/rss#latest', 'https://wire.example/rss', true],
    ['https://WIRE.example/rss', 'https://wire.example/rss', true],
    ['https://wire.example/rss?a=1', 'https://wire.example/rss', false],
    ['http://wire.example/rss', 'https://wire.example/rss', false],
  ])('%s and %s name one document: %s', (one, other, isOne) => {
    expect(documentAddress(one) === documentAddress(other)).toBe(isOne);
  });

  it.each([
    ['http://www.wire.example/rss/', 'https://wire.example/rss', true],
    ['https://wire.example/rss?a=1', 'https://wire.example/rss?a=2', false],
    ['https://asia.wire.example/rss', 'https://wire.example/rss', false],
    ['https://wire.example/RSS', 'https://wire.example/rss', false],
  ])('%s and %s look like one feed: %s', (one, other, isAlike) => {
    expect(likeAddress(one) === likeAddress(other)).toBe(isAlike);
  });
});
