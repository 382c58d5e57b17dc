import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { FeedItem } from '../../../src/domain/articles/article.ts';
import { audienceOf } from '../../../src/domain/articles/audience.ts';
import { canonicalLink } from '../../../src/domain/articles/canonicalLink.ts';
import { contentHash, identityKeys } from '../../../src/domain/articles/identity.ts';

describe('links that lead to one article are one', () => {
  it.each([
    ['http://Example.org/a/', 'https://example.org/a'],
    ['https://example.org/a?utm_source=rss&id=5', 'https://example.org/a?id=5'],
    ['https://example.org/a?b=2&a=1#top', 'https://example.org/a?a=1&b=2'],
    ['https://example.org:443/', 'https://example.org'],
  ])('%s is %s', (link, canonical) => {
    expect(canonicalLink(link)).toBe(canonical);
  });

  it('and others stay apart', () => {
    expect(canonicalLink('https://example.org/A')).not.toBe(canonicalLink('https://example.org/a'));
    expect(canonicalLink('https://example.org/?id=1')).not.toBe(canonicalLink('https://example.org/?id=2'));
    expect(canonicalLink('mailto:a@example.org')).toBeNull();
    expect(canonicalLink('no link')).toBeNull();
  });

  it('whatever is canonical already stays as it is', () => {
    fc.assert(
      fc.property(fc.webUrl({ withQueryParameters: true, withFragments: true }), (url) => {
        const once = canonicalLink(url);
        expect(once === null ? null : canonicalLink(once)).toBe(once);
      }),
    );
  });
});

const item = (changes: Partial<FeedItem>): FeedItem => ({
  ...{ guid: null, link: null, title: 'Weather', summary: null, contentText: null, author: null },
  ...{ outlet: { name: 'Wire', domain: null }, publishedAt: null, updatedAt: null, lang: null, enclosures: [] },
  ...changes,
});

describe('an item is known', () => {
  it('by a fingerprint where it has nothing else, or text enough', () => {
    expect(identityKeys(item({})).fingerprint).not.toBeNull();
    expect(identityKeys(item({ guid: '1' })).fingerprint).toBeNull();
    expect(identityKeys(item({ guid: '1', contentText: 'long '.repeat(60) })).fingerprint).not.toBeNull();
  });

  it('by a fingerprint that case, punctuation and spaces do not change', () => {
    const one = identityKeys(item({ title: 'Fire, in  Almaty!' })).fingerprint;
    expect(identityKeys(item({ title: 'FIRE IN ALMATY' })).fingerprint).toBe(one);
  });

  it('in another version when any of its text changes', () => {
    expect(contentHash(item({ summary: 'a' }))).not.toBe(contentHash(item({ contentText: 'a' })));
    expect(contentHash(item({ summary: 'a' }))).toBe(contentHash(item({ summary: 'a', guid: 'other' })));
  });
});

describe('who may be notified', () => {
  const now = new Date('2022-01-06T12:00:00Z');
  const hoursAgo = (hours: number) => new Date(now.getTime() - hours * 3_600_000);
  it.each([
    ['a fresh item of a new feed', true, hoursAgo(2), 'everyone'],
    ['an old item of a new feed', true, hoursAgo(25), 'nobody'],
    ['an undated item of a new feed', true, null, 'nobody'],
    ['an item as it comes', false, hoursAgo(1), 'everyone'],
    ['an undated item', false, null, 'everyone'],
    ['an item that was published long before it appeared', false, hoursAgo(49), 'digests'],
  ] as const)('of %s: %s', (_name, isFirstPoll, publishedAt, audience) => {
    expect(audienceOf({ publishedAt, now, isFirstPoll })).toBe(audience);
  });
});
