import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { deflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { withPalette } from '../../pictures/palette.ts';
import { decodePng, encodePng, type Pixels } from '../../pictures/png.ts';
import { chartOf, digestOf } from '../../pictures/subjects.ts';
import { createMailRenderer } from '../../src/adapters/channels/mail/renderMail.ts';
import { ledgerChart } from '../../src/app/demo/ledgerChart.ts';
import type { EntryStory } from '../../src/domain/digests/entry.ts';
import { randomFrom } from '../support/random.ts';
import { sampleAlert, sampleDigest, sampleEntry, sampleStory, sampleSubscription } from '../support/samples.ts';

const folder = 'docs/images';
const files = readdirSync(folder).map((name) => join(folder, name));

/** The pictures that a page shows, as paths from the project's folder. */
const shownBy = (page: string): readonly string[] =>
  [...readFileSync(page, 'utf8').matchAll(/(?:!\[[^\]]*\]\(|(?:src|srcset)=")([^)"\s]+\.png)/g)].map((found) =>
    normalize(join(dirname(page), found[1] ?? '')),
  );

const pages = [
  'README.md',
  ...readdirSync('docs', { recursive: true, encoding: 'utf8' }).map((name) => `docs/${name}`),
];
const shown = pages.filter((name) => name.endsWith('.md')).flatMap(shownBy);

describe('the pictures of the pages', () => {
  it('are there, and none is there that no page shows', () => {
    expect([...new Set(shown)].sort()).toEqual(files.sort());
  });

  it('are small, and have the palette that npm run pictures gives them', () => {
    for (const file of files) {
      const png = readFileSync(file);
      expect({ file, colourType: png[25], isSmall: png.length <= 200 * 1024 }).toEqual({
        ...{ file, colourType: 3, isSmall: true },
      });
    }
  });
});

describe('what the pictures show', () => {
  const jump = (from: number, to: number): EntryStory => ({
    ...sampleStory,
    facts: [
      {
        ...{ kind: 'move', figure: 'killed', from: { min: from, max: from }, to: { min: to, max: to } },
        ...{ attribution: 'Health Ministry', outlet: 'Steppe Wire', asOf: null, quote: null },
      },
    ],
  });
  const render = createMailRenderer({ from: 'tocsin@example.org', linkFor: () => '/', publicUrl: '' });
  const about = (story: EntryStory) => ({ entries: [{ ...sampleEntry, story }] });

  it('is the digest with the toll that jumped: not the alert of it, and not another digest', async () => {
    const messages = [
      { ...sampleAlert, ...about(jump(44, 164)) },
      { ...sampleDigest, ...about(jump(18, 44)) },
      { ...sampleDigest, ...about(jump(44, 164)) },
    ];
    const mails = await Promise.all(messages.map((message) => render(message, sampleSubscription)));
    expect(digestOf(mails)).toBe(mails[2]);
    expect(() => digestOf(mails.slice(0, 2))).toThrow('no digest of the demo shows');
  });

  it('is the chart alone, of all that the demo prints', () => {
    const moves = [8, 18].map((count) => ({
      ...{ figure: 'killed' as const, from: null, to: { min: count, max: count }, attribution: 'Ministry' },
      ...{ outlet: 'Wire', asOf: null, quote: null, movedAt: new Date('2022-01-06T12:00:00Z') },
    }));
    const chart = ledgerChart({ storyId: 3, title: 'Riot', reports: 2, moves });
    expect(chartOf(`Tocsin demo\n\n2 reports.\n\n${chart}\n\nThe console: http://127.0.0.1:8080\n`)).toBe(chart);
    expect(() => chartOf('Tocsin demo\n\n2 reports.\n')).toThrow('no chart');
  });
});

describe('a picture', () => {
  /** As a browser may write it: RGBA, each of the five filters in turn (PNG specification, section 9). */
  function filteredPng({ width, height, rgba }: Pixels): Buffer {
    const rows = Array.from({ length: height }, (_, y) => {
      const at = (x: number, row: number) => (x < 0 || row < 0 ? 0 : (rgba[row * width * 4 + x] ?? 0));
      const row = Array.from({ length: width * 4 }, (_, x) => {
        const [left, above, corner] = [at(x - 4, y), at(x, y - 1), at(x - 4, y - 1)];
        const far = [left, above, corner].map((value) => Math.abs(left + above - corner - value));
        const paeth = [left, above, corner][far.indexOf(Math.min(...far))] ?? 0;
        return at(x, y) - ([0, left, above, (left + above) >> 1, paeth][y % 5] ?? 0);
      });
      return [y % 5, ...row];
    });
    const header = Buffer.alloc(13);
    header.writeUInt32BE(width, 0);
    header.writeUInt32BE(height, 4);
    header.set([8, 6, 0, 0, 0], 8);
    const chunk = (type: string, data: Buffer) => {
      const length = Buffer.alloc(4);
      length.writeUInt32BE(data.length);
      return Buffer.concat([length, Buffer.from(type), data, Buffer.alloc(4)]);
    };
    return Buffer.concat([
      ...[Buffer.alloc(8), chunk('IHDR', header), chunk('IDAT', deflateSync(Buffer.from(rows.flat())))],
    ]);
  }

  const pixelsOf = (seed: number, colours: number): Pixels => {
    const random = randomFrom(seed);
    const palette = Array.from({ length: colours }, () => Array.from({ length: 4 }, () => Math.floor(random() * 256)));
    const pixels = Array.from({ length: 23 * 17 }, () => palette[Math.floor(random() * colours)] ?? []);
    return { width: 23, height: 17, rgba: Uint8Array.from(pixels.flat()) };
  };

  it('is read as it was drawn', () => {
    const pixels = pixelsOf(1, 300);
    expect(decodePng(filteredPng(pixels))).toEqual(pixels);
  });

  it('keeps its colours where they are few', () => {
    const pixels = pixelsOf(2, 40);
    const { palette, indexes } = withPalette(pixels);
    expect([...indexes].flatMap((index) => palette[index] ?? [])).toEqual([...pixels.rgba]);
  });

  it('is the same file each time', () => {
    const pixels = pixelsOf(3, 300);
    expect(encodePng(withPalette(pixels))).toEqual(encodePng(withPalette(pixels)));
  });
});
