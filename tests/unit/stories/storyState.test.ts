import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hourMs } from '../../../src/domain/basics/time.ts';
import { ArticleStream } from '../../../src/domain/stories/articleStream.ts';
import { type ArticleShape, noEvidence, type Seat, StoryDesk, shapeOf } from '../../../src/domain/stories/storyDesk.ts';
import { StoryIndex } from '../../../src/domain/stories/storyIndex.ts';
import { processorTime } from '../../support/processorTime.ts';

const names = 'Bendarak Osmanli Kesten Velmora Marindu Caldis Orela Tarkin Ibarra Sovath'.split(' ');
const words = 'fire flood strike talks verdict crash rescue border harvest bridge ferry school'.split(' ');
const yearMs = 365 * 24 * hourMs;

interface Sample {
  readonly shape: ArticleShape;
  readonly at: Date;
}

/** Made-up reports: some names, some words, some number, hours apart. */
const samples: fc.Arbitrary<readonly Sample[]> = fc
  .array(
    fc.record({
      some: fc.array(fc.constantFrom(...names), { minLength: 1, maxLength: 3 }),
      other: fc.array(fc.constantFrom(...words), { minLength: 2, maxLength: 6 }),
      number: fc.integer({ min: 2, max: 60 }),
      hours: fc.integer({ min: 0, max: 100 }),
    }),
    { minLength: 2, maxLength: 40 },
  )
  .map((drafts) => {
    let time = Date.parse('2024-01-01T00:00:00Z');
    return drafts.map(({ some, other, number, hours }) => {
      time += hours * hourMs;
      const body = `There was a ${other.join(' and a ')} in ${some.join(' near ')}, where ${number} were counted.`;
      return { shape: shapeOf({ title: `News of ${other[0]} in ${some[0]}`, body, lang: 'en' }), at: new Date(time) };
    });
  });

const evidence = noEvidence;

const small = { maxStories: 5, maxArticles: 30, maxSilenceDays: 20 };

/** Places and seats each, as the story step does; what is opened is numbered after the article. */
const placeAll = (desk: StoryDesk, all: readonly Sample[], from = 0): readonly Seat[] =>
  all.map(({ shape, at }, index) => {
    const articleId = from + index + 1;
    const { storyId, foldGroupId, role } = desk.placementOf({ articleId, shape, evidence, at, knownStoryId: null });
    const seat = { storyId: storyId ?? articleId, foldGroupId: foldGroupId ?? articleId, role, seenAt: at };
    desk.seat({ articleId, shape, evidence, at }, seat);
    return seat;
  });

describe('the state', () => {
  it('decides the same for the same articles in the same order', () => {
    fc.assert(
      fc.property(samples, (all) => {
        expect(placeAll(new StoryDesk(small), all)).toEqual(placeAll(new StoryDesk(small), all));
      }),
      { seed: 4, numRuns: 60 },
    );
  });

  it('rebuilt from what a store keeps of the first articles, decides the rest alike', () => {
    fc.assert(
      fc.property(samples, fc.nat(), (all, cut) => {
        const upTo = cut % all.length;
        const decided = placeAll(new StoryDesk(small), all);
        const successor = new StoryDesk(small);
        for (const [index, { shape, at }] of all.slice(0, upTo).entries())
          successor.seat({ articleId: index + 1, shape: stored(shape), evidence, at }, decided[index] as Seat);
        expect(placeAll(successor, all.slice(upTo), upTo)).toEqual(decided.slice(upTo));
      }),
      { seed: 4, numRuns: 60 },
    );
  });

  it('is that of the living articles alone, whatever came and left before', () => {
    fc.assert(
      fc.property(samples, samples, (all, passing) => {
        const [index, touched] = [new StoryIndex(), new StoryIndex()];
        for (const [number, { shape, at }] of passing.entries())
          touched.add(1000 + (number % 7), shape.profile, new Date(at.getTime() - yearMs));
        for (const [number, { shape, at }] of all.entries()) {
          index.add(1 + (number % 4), shape.profile, at);
          touched.add(1 + (number % 4), shape.profile, at);
        }
        touched.forgetBefore(new Date('2023-12-31T00:00:00Z'));
        const queries = [...all, ...passing];
        expect(queries.map(({ shape, at }) => touched.find(shape.profile, at))).toEqual(
          queries.map(({ shape, at }) => index.find(shape.profile, at)),
        );
        expect(touched.size).toBe(index.size);
      }),
      { seed: 4, numRuns: 40 },
    );
  });

  it('holds no more stories than it may; the ones silent for longest leave', () => {
    const desk = new StoryIndex({ ...small, maxStories: 2 });
    const profiles = ['Flood in Bendarak', 'Verdict in Osmanli', 'Strike in Velmora'].map(
      (title) => shapeOf({ title, body: `${title}.`, lang: 'en' }).profile,
    );
    const at = new Date('2024-01-01T00:00:00Z');
    for (const [index, profile] of profiles.entries()) desk.add(index + 1, profile, at);
    expect([desk.size, ...profiles.map((profile) => desk.find(profile, at))]).toEqual([2, null, 2, 3]);
  });

  it('forgets what was silent since a date', () => {
    const index = new StoryIndex();
    const { profile } = shapeOf({
      title: 'Flood in Bendarak',
      body: 'A flood came to Bendarak overnight.',
      lang: 'en',
    });
    index.add(1, profile, new Date('2024-01-01T00:00:00Z'));
    index.forgetBefore(new Date('2024-01-02T00:00:00Z'));
    expect([index.size, index.find(profile, new Date('2024-01-02T00:00:00Z'))]).toEqual([0, null]);
  });
});

/** Through JSON and bytes, as a store would have it. */
function stored({ profile, signature, numbers }: ArticleShape): ArticleShape {
  const { language, words, bridge, headline } = profile;
  const row = JSON.parse(JSON.stringify({ language, words: [...words], bridge: [...bridge], headline, numbers }));
  return {
    profile: { ...row, words: new Map(row.words), bridge: new Map(row.bridge) },
    signature: Uint32Array.from(signature),
    numbers: row.numbers,
  };
}

describe('no stream', () => {
  const at = new Date('2024-01-01T00:00:00Z');
  const index = () => new StoryIndex({ maxStories: 2000, maxArticles: 5000, maxSilenceDays: 60 });

  it('makes a profile of more words than a lead and a headline have', () => {
    const words = Array.from({ length: 20_000 }, (_, number) => `w${number.toString(36)}x`).join(' ');
    const { profile } = shapeOf({ title: words, body: words, lang: 'en' });
    expect(profile.words.size).toBeLessThan(1000);
    expect(profile.headline.length).toBeLessThan(200);
  });

  it('of one story keeps more of it than its last articles say, or slows down', async () => {
    const stories = index();
    const first = shapeOf({ title: 'Mayor of Velmora resigns', body: 'Dora Kesten steps down.', lang: 'en' }).profile;
    stories.add(2, first, at);
    const [, seconds] = await processorTime(() => {
      for (let number = 0; number < 2000; number++) {
        const body = `Report ${number} of the flood in Bendarak: the river Orela rose by ${number} centimetres, said w${number}.`;
        const { profile } = shapeOf({ title: 'Flood in Bendarak', body, lang: 'en' });
        stories.add(2, profile, at);
        stories.find(profile, at);
      }
    });
    expect([stories.size, stories.find(first, at)]).toEqual([1, null]);
    expect(seconds).toBeLessThan(15);
  });

  it('of headlines of one word fills it up or slows it down', async () => {
    const stories = index();
    const [, seconds] = await processorTime(() => {
      for (let number = 0; number < 10_000; number++) {
        const { profile } = shapeOf({ title: `word${number % 3000}`, body: '', lang: 'en' });
        stories.add(stories.find(profile, at) ?? number, profile, at);
      }
    });
    expect(stories.size).toBeLessThanOrEqual(2000);
    expect(seconds).toBeLessThan(15);
  });
});

describe('no text', () => {
  const long = 100_000;
  const hostile: readonly (readonly [string, string])[] = [
    ['nothing', ''],
    ['one letter, over and over', 'a'.repeat(long)],
    ['digits and commas', '1,'.repeat(long / 2)],
    ['capitals and quotes', 'A"«'.repeat(long / 3)],
    ['marks without letters', '\u0301'.repeat(long)],
    ['halves of pairs', '\ud83d'.repeat(long)],
    ['ever new words', Array.from({ length: long / 7 }, (_, index) => `w${index.toString(36)}`).join(' ')],
    ['endings of endings', 'қарағандыдағы'.repeat(long / 13)],
    ['names of the object prototype', '__proto__ constructor toString hasOwnProperty '.repeat(long / 47)],
  ];

  it.each(hostile)('throws or takes long: %s', async (_, text) => {
    const stream = new ArticleStream();
    const [, seconds] = await processorTime(() => {
      for (const title of [text, 'Short']) stream.place(shapeOf({ title, body: text, lang: null }), null);
    });
    expect(seconds).toBeLessThan(1);
  });

  it('throws, of any letters', () => {
    const stream = new ArticleStream();
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (title, body) => {
        stream.place(shapeOf({ title, body, lang: null }), null);
      }),
      { seed: 4 },
    );
  });
});

it('leaves a changed article in its story, and tells the story no better', () => {
  const desk = new StoryDesk();
  const at = new Date('2024-01-01T00:00:00Z');
  const shape = shapeOf({ title: 'Flood in Bendarak', body: 'A flood came to Bendarak overnight.', lang: 'en' });
  desk.seat({ articleId: 1, shape, evidence, at }, { storyId: 7, foldGroupId: 70, role: 'report', seenAt: at });
  const other = shapeOf({ title: 'Verdict in Osmanli', body: 'Three men were sentenced in Osmanli.', lang: 'en' });
  expect(desk.placementOf({ articleId: 1, shape: other, evidence, at, knownStoryId: 7 })).toEqual({
    ...{ storyId: 7, foldGroupId: 70, role: 'revision' },
  });
  desk.seat(
    { articleId: 1, shape: other, evidence, at },
    { storyId: 7, foldGroupId: 71, role: 'revision', seenAt: at },
  );
  expect(desk.placementOf({ articleId: 2, shape: other, evidence, at, knownStoryId: null }).role).toBe('report');
});
