import { describe, expect, it } from 'vitest';
import { bodyText, titleText } from '../../../src/adapters/feeds/itemTexts.ts';

describe('titles and bodies are read alike, however often they are escaped', () => {
  it.each([
    ['26&nbsp;people', '26 people'],
    ['26&amp;nbsp;people', '26 people'],
    ['26&amp;amp;nbsp;people', '26 people'],
    ['&lt;p&gt;Nine missing&lt;/p&gt;', 'Nine missing'],
    ['&amp;lt;p&amp;gt;Nine missing&amp;lt;/p&amp;gt;', 'Nine missing'],
    ['&lt;strong&gt;Nine&lt;/strong&gt; are missing', 'Nine are missing'],
    ['Flood &#55356;&#57098; in Oral', 'Flood 🌊 in Oral'],
    ['Flood &#xD83C;&#xDF0A; in Oral', 'Flood 🌊 in Oral'],
    ['Flood &amp;#55356;&amp;#57098; in Oral', 'Flood 🌊 in Oral'],
  ])('%s', (written, shown) => {
    expect(bodyText(written)).toBe(shown);
    expect(titleText(written)).toBe(shown);
  });

  it.each([
    ['a text that speaks of a tag', 'How the &lt;p&gt; element works', 'How the <p> element works'],
    ['HTML that speaks of a break', '<b>Note</b>: write &lt;br&gt; here', 'Note: write <br> here'],
    ['HTML that speaks of whole elements', '<p>Write &lt;b&gt;this&lt;/b&gt;</p>', 'Write <b>this</b>'],
    ['an ampersand before a word', 'B&degrees, B&notes and AT&T', 'B&degrees, B&notes and AT&T'],
    ['parameters of an address', 'see /q?x=1&copy=2&reg=7', 'see /q?x=1&copy=2&reg=7'],
    ['an entity without its semicolon', '5&deg C, &copy 2022', '5° C, © 2022'],
    ['a space without its semicolon', '26&nbsppeople', '26 people'],
    ['half of a surrogate pair', 'a &#55356; b', 'a \ufffd b'],
    ['pairs in the wrong order', 'a &#57098;&#55356; b', 'a \ufffd\ufffd b'],
  ])('but not beyond what was meant: %s', (_name, written, shown) => {
    expect(bodyText(written)).toBe(shown);
  });

  it('and a break that was escaped is one', () => {
    expect(bodyText('Nine missing.&lt;br&gt;Two found')).toBe('Nine missing.\nTwo found');
  });
});
