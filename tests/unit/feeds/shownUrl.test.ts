import { describe, expect, it } from 'vitest';
import { shownUrl } from '../../../src/domain/basics/webUrl.ts';

describe('an address, as logs and messages show it', () => {
  it.each([
    ['https://example.org', 'https://example.org'],
    ['https://example.org/world.rss', 'https://example.org/world.rss'],
    ['https://example.org/a@b.rss', 'https://example.org/a@b.rss'],
    ['https://example.org/rss?key=geheim', 'https://example.org/rss?…'],
    ['https://example.org/rss?', 'https://example.org/rss?…'],
    ['https://example.org?key=geheim#part', 'https://example.org?…'],
    ['https://example.org/rss#geheim', 'https://example.org/rss'],
    ['https://example.org/rss#geheim?x=1', 'https://example.org/rss'],
    ['https://reader:geheim@example.org/rss', 'https://example.org/rss'],
    ['https://:ge@heim@example.org/rss?key=geheim', 'https://example.org/rss?…'],
    ['HTTPS://geheim@example.org', 'HTTPS://example.org'],
    ['no address?key=geheim', 'no address?…'],
  ])('%s is %s', (url, shown) => {
    expect(shownUrl(url)).toBe(shown);
  });
});
