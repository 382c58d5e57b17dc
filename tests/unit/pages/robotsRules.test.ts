import { describe, expect, it } from 'vitest';
import { readRobots } from '../../../src/adapters/pages/robotsRules.ts';
import { processorTime } from '../../support/processorTime.ts';

const allows = (text: string, path: string, agent = 'Tocsin') => readRobots(text, agent).allows(path);

describe('robots.txt, as RFC 9309 reads it', () => {
  it('counts by the groups that name us, in any case and with a version, and else by those for everybody', () => {
    const text =
      'User-agent: *\nDisallow: /\n\nUser-Agent: TOCSIN/2.0\nDisallow: /private\n\nuser-agent: tocsin\ndisallow: /drafts';
    expect(['/news', '/private/1', '/drafts/1'].map((path) => allows(text, path))).toEqual([true, false, false]);
    expect(allows(text, '/news', 'other')).toBe(false);
    expect(allows('User-agent: tocsinbot\nDisallow: /', '/news')).toBe(true);
  });

  it('gives several user agents in a row one group, which other lines neither end nor belong to', () => {
    const text = 'User-agent: a\nUser-agent: tocsin\nSitemap: https://x.example/s.xml\nUser-agent: b\nDisallow: /x';
    expect(['a', 'tocsin', 'b'].map((agent) => allows(text, '/x', agent))).toEqual([false, false, false]);
  });

  it('lets the longest rule that fits decide, and of two as long the one that allows', () => {
    const text =
      'User-agent: *\nDisallow: /news\nAllow: /news/2026\nDisallow: /news/2026/draft\nDisallow: /a\nAllow: /a';
    expect(['/news/1', '/news/2026/1', '/news/2026/draft1', '/a', '/'].map((path) => allows(text, path))).toEqual([
      ...[false, true, false],
      ...[true, true],
    ]);
  });

  it.each([
    ['/*.php', '/index.php', true],
    ['/*.php', '/index.php5?x', true],
    ['/*.php', '/index.html', false],
    ['/*.php$', '/index.php', true],
    ['/*.php$', '/index.php?x', false],
    ['/fish*', '/fish/salmon', true],
    ['/$', '/', true],
    ['/$', '/a', false],
    ['/a*b*c$', '/a1b2b3c', true],
    ['/a*b*c$', '/abcd', false],
    ['/a*aa$', '/aa', false],
    ['/новости', '/%D0%BD%D0%BE%D0%B2%D0%BE%D1%81%D1%82%D0%B8/1', true],
    ['/%7eme', '/~me', true],
    ['/a?b=*&c', '/a?b=1&c', true],
  ])('a rule for %s fits %s: %s', (pattern, path, fits) => {
    expect(allows(`User-agent: *\nDisallow: ${pattern}`, path)).toBe(!fits);
  });

  it('allows everything where it says nothing, and with an empty rule', () => {
    expect(
      ['', '\ufeff# only a comment', 'User-agent: *\nDisallow:', '<html>not found</html>'].map((text) =>
        allows(text, '/'),
      ),
    ).toEqual([...[true, true, true, true]]);
    expect(allows('\ufeffUser-agent: *\r\nDisallow: / # all of it\r\n', '/')).toBe(false);
  });

  it('knows how long we are asked to wait between two requests', () => {
    expect(readRobots('User-agent: *\nCrawl-delay: 2.5\nDisallow: /x', 'tocsin').crawlDelaySeconds).toBe(2.5);
    expect(readRobots('User-agent: *\nCrawl-delay: soon', 'tocsin').crawlDelaySeconds).toBeNull();
  });

  it.each([
    ['a million stars', `Disallow: /${'*'.repeat(500_000)}x`],
    ['stars and letters', `Disallow: /${'*a'.repeat(250_000)}x`],
    ['many rules', 'Disallow: /*a*b\n'.repeat(32_000)],
    ['many agents', 'User-agent: x\n'.repeat(35_000)],
    ['one long line', `User-agent: ${'-'.repeat(500_000)}`],
  ])('takes no time over %s', async (_name, text) => {
    const [, seconds] = await processorTime(() => {
      const rules = readRobots(`User-agent: *\n${text}`, 'tocsin');
      for (let time = 0; time < 3; time++) rules.allows(`/${'ab'.repeat(1000)}`);
    });
    expect(seconds).toBeLessThan(1);
  });
});
