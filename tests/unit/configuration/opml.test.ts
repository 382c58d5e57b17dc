import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readOpml } from '../../../config/readOpml.ts';
import { opmlOf } from '../../../config/writeOpml.ts';
import { hostileText } from '../../support/hostileTexts.ts';
import { processorTime } from '../../support/processorTime.ts';

const read = (text: string) => readOpml(text, 'feeds.opml');
const taken = (text: string) => read(text).feeds.map(({ url, name }) => [url, name]);
const said = (text: string) =>
  read(text).findings.map(({ line, column, severity, message }) => `${line}:${column} ${severity}: ${message}`);
const body = (outlines: string) => `<opml version="2.0"><head><title>F</title></head><body>${outlines}</body></opml>`;

describe('an OPML file', () => {
  it('gives every feed of its nested folders, by title, text or host', () => {
    const text = body(`
      <outline text="World">
        <outline type="rss" text="Wire" title="Wire: all" xmlUrl="https://wire.example/rss?a=1&amp;b=2" htmlUrl="https://wire.example/"/>
        <outline text="Asia"><outline text=" Steppe
          Courier " xmlUrl=" https://courier.example/feed "></outline></outline>
      </outline>
      <outline type="atom" xmlUrl="http://host.example/atom"/>
      <outline type="link" text="A page" url="https://page.example/"/>`);
    expect(read(text)).toEqual({
      findings: [],
      feeds: [
        { url: 'https://wire.example/rss?a=1&b=2', name: 'Wire: all', everySeconds: null },
        { url: 'https://courier.example/feed', name: 'Steppe Courier', everySeconds: null },
        { url: 'http://host.example/atom', name: 'host.example', everySeconds: null },
      ],
    });
  });

  it('may write names in any case, entities of HTML without declaring them, and feed: addresses', () => {
    const text = `<!DOCTYPE opml><OPML version="1.0"><Body>
      <Outline TITLE="Caf&eacute; &amp; B&#233;b&#xe9; &unknown;" xmlURL="feed://cafe.example/rss"/>
      <outline text="&lt;AT&amp;amp;T&gt;" xmlurl="feed:https://b.example/"/></Body></OPML>`;
    expect(taken(text)).toEqual([
      ['http://cafe.example/rss', 'Café & Bébé &unknown;'],
      ['https://b.example/', '<AT&amp;T>'],
    ]);
    expect(said(text)).toEqual([]);
  });

  it('has a bad entry named with its place, and the others taken', () => {
    const text = `<opml><body>
<outline text="a" xmlUrl="https://a.example/"/>
  <outline text="b" xmlUrl="javascript:alert(1)"/><outline text="c" xmlUrl="https://user:word@c.example/"/>
<outline type="rss" text="d"/>
<outline text="e" xmlUrl="https://e.example/"/></body></opml>`;
    expect(taken(text).map(([, name]) => name)).toEqual(['a', 'e']);
    expect(said(text)).toEqual([
      '3:3 error: the xmlUrl "javascript:alert(1)" is not an address like https://example.org/world.rss',
      '3:51 error: the xmlUrl "https://…@c.example/" is not an address like https://example.org/world.rss',
      '4:1 error: "d" has no xmlUrl',
    ]);
  });

  it.each(['https://ann:pass/word@c.example/', 'https://ann:p@ss@c.example/f', 'ftp://ann:pass@c.example/'])(
    'has no password shown: %s',
    (url) => {
      expect(said(body(`<outline text="c" xmlUrl="${url}"/>`)).join()).toMatch(
        /^1:\d+ error: the xmlUrl "\w+:\/\/…@c\.example/,
      );
    },
  );

  it('has a feed once, whatever stands behind #', () => {
    const text = body(
      '<outline text="A" xmlUrl="https://a.example/f#top"/><outline text="B" xmlUrl="https://a.example/f"/>',
    );
    expect(taken(text)).toEqual([['https://a.example/f', 'A']]);
  });

  it('has a feed that stands in two folders once', () => {
    const text = body('<outline text="A" xmlUrl="https://a.example"/><outline text="B" xmlUrl="https://A.example/"/>');
    expect(taken(text)).toEqual([['https://a.example', 'A']]);
  });

  it('that is cut off gives what there is, and says so', () => {
    const text = '<opml><body><outline text="A" xmlUrl="https://a.example/"/>\n<outline text="B" xmlU';
    expect(taken(text)).toEqual([['https://a.example/', 'A']]);
    expect(said(text)).toEqual([
      '1:1 warning: the file is cut off here: </opml> is missing; check whether feeds are missing too',
    ]);
  });

  it.each(['', 'feeds: []', '<rss><channel/></rss>', '<html><outline xmlUrl="https://a.example/"/></html>'])(
    'is not %j, which gives nothing',
    (text) => {
      expect(read(text).feeds).toEqual([]);
      expect(said(text)).toEqual(['1:1 error: this is not OPML: it has no <opml> element']);
    },
  );

  it('never has entities of its own expanded, nor a file of this machine read', () => {
    const text = `<!DOCTYPE opml [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;"><!ENTITY c SYSTEM "file:///etc/passwd">]>
      ${body('<outline text="&b; &c;" xmlUrl="https://a.example/"/>')}`;
    expect(taken(text)).toEqual([['https://a.example/', '&b; &c;']]);
  });

  it('nested to hurt is read as far as a reader would nest', async () => {
    const text = `<opml>${'<outline text="x">'.repeat(100_000)}`;
    const [, seconds] = await processorTime(() => expect(said(text)[0]).toContain('nested more than 100 levels deep'));
    expect(seconds).toBeLessThan(1.5);
  });

  const pieces = [
    '<',
    '&',
    '&eacute;',
    '&#1;',
    '<outline ',
    '<a>',
    '</a>',
    '<outline a="',
    '<![CDATA[',
    '<!--',
    '\n<outline/>',
  ];
  it('of ever other entities is read in a moment', async () => {
    const text = Array.from({ length: 15_000 }, (_, index) => `&e${index};`).join('');
    const [, seconds] = await processorTime(() =>
      expect(taken(body(`<outline xmlUrl="https://a.example/" text="&NewLine;&lt;${text}&eacute;"/>`))).toEqual([
        ['https://a.example/', `<${text}é`],
      ]),
    );
    expect(seconds).toBeLessThan(1.5);
  });

  it.each(pieces)('of %j over and over is read in a moment', async (piece) => {
    const text = hostileText(piece, 100_000);
    const [, seconds] = await processorTime(() => {
      read(text);
      read(body(text));
      read(body(`<outline xmlUrl="https://a.example/" text="${text}"/>`));
    });
    expect(seconds).toBeLessThan(1.5);
  });
});

describe('feeds written as OPML', () => {
  const name = fc
    .string({ unit: 'binary', minLength: 1, maxLength: 40 })
    // What XML cannot carry is left out; white space is one space.
    .map((text) =>
      text
        .replace(/[\p{C}\ufffe\uffff]/gu, '')
        .replace(/\s+/g, ' ')
        .trim(),
    )
    .filter((text) => text !== '');
  const feed = fc.record({
    url: fc.webUrl({ withQueryParameters: true, withFragments: true }),
    name,
    everySeconds: fc.constant(null),
  });

  it('are read again as they were', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(feed, { selector: ({ url }) => new URL(url).href.replace(/#.*$/s, ''), maxLength: 8 }),
        (feeds) => {
          expect(read(opmlOf(feeds))).toEqual({ feeds, findings: [] });
        },
      ),
    );
  });

  it('are well-formed XML whatever the names hold', () => {
    const text = opmlOf([
      { url: 'https://a.example/?"<&>', name: 'a\u0000\u0008\ud800\ufffe"<b>&amp;]]>\n', everySeconds: 90 },
    ]);
    expect(text).toContain('<outline type="rss" text="a&quot;&lt;b&gt;&amp;amp;]]&gt;&#10;" ');
    expect(text).toContain('xmlUrl="https://a.example/?&quot;&lt;&amp;&gt;"/>');
  });
});
