import { readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { describe, expect, it } from 'vitest';
import { chartOf, digestOf } from '../../docs/pictures/subjects.ts';
import { createMailRenderer } from '../../src/adapters/channels/mail/renderMail.ts';
import { ledgerChart } from '../../src/app/demo/ledgerChart.ts';
import type { EntryStory } from '../../src/domain/digests/entry.ts';
import { sampleAlert, sampleDigest, sampleEntry, sampleStory, sampleSubscription } from '../support/samples.ts';

const folder = 'docs/images';
const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .filter((name) => /\.(png|webp)$/.test(name))
  .map((name) => join(folder, name));

/** The pictures that a page shows, as paths from the project's folder. */
const shownBy = (page: string): readonly string[] =>
  [...readFileSync(page, 'utf8').matchAll(/(?:!\[[^\]]*\]\(|(?:src|srcset)=")([^)"\s]+\.(?:png|webp))/g)].map((found) =>
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

  it('are small enough for a page', () => {
    expect(files.filter((file) => statSync(file).size > 300 * 1024)).toEqual([]);
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
  const render = createMailRenderer({
    from: { name: '', address: 'tocsin@example.org' },
    linkFor: () => '/',
    publicUrl: '',
  });
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
