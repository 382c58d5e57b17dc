import { performance } from 'node:perf_hooks';
import { parseArgs } from 'node:util';
import { ArticleStream } from '../src/domain/stories/articleStream.ts';
import { shapeOf } from '../src/domain/stories/storyDesk.ts';
import { randomFrom } from '../tests/support/random.ts';
import { loadArticles } from './articles.ts';

/**
 * One thread, made-up articles until the desk is full of live stories, then articles a second at that size. Half of them are
 * follow-ups of the last thousands of events.
 *
 *     node dist/bench/stories.js [--articles FOLDER] [--live 50000] [--measured 5000]
 */
const { values: options } = parseArgs({
  options: {
    articles: { type: 'string' },
    live: { type: 'string', default: '50000' },
    measured: { type: 'string', default: '5000' },
  },
});

const texts = loadArticles(options.articles);
const random = randomFrom(20220105);
const below = (limit: number): number => Math.floor(random() * limit);

const sentences = texts.flatMap(({ body }) => body.split(/(?<=\.)\s/).filter((text) => text.length > 30));
const nameOf = (number: number): string => `Xan${number.toString(36)}ov Mar${(number * 7919).toString(36)}dek`;

/** Sentences of real articles, and names of its event's own. */
function articleOf(event: number) {
  const name = nameOf(event);
  const lead = Array.from({ length: 8 }, () => sentences[below(sentences.length)]).join(' ');
  return {
    title: `${name} ${sentences[event % sentences.length]?.slice(0, 40)}`,
    body: `${lead} ${name}.`,
    lang: 'en',
  };
}

const desk = new ArticleStream();
const startMs = Date.parse('2022-01-05T00:00:00Z');
let [events, minutes] = [0, 0];

function placeNext(): void {
  const isFollowUp = events > 0 && below(2) === 0;
  const event = isFollowUp ? Math.max(0, events - below(5000)) : events++;
  desk.place(shapeOf(articleOf(event)), new Date(startMs + minutes++ * 10_000));
}

while (desk.size < Number(options.live)) placeNext();
const measured = Number(options.measured);
let worstMs = 0;
const started = performance.now();
for (let index = 0; index < measured; index++) {
  const before = performance.now();
  placeNext();
  worstMs = Math.max(worstMs, performance.now() - before);
}
const seconds = (performance.now() - started) / 1000;
console.log(`${desk.size} live stories after ${minutes} articles`);
console.log(`${Math.round(measured / seconds)} articles a second, the slowest ${worstMs.toFixed(1)} ms`);
console.log(`process, MB: ${Math.round(process.memoryUsage.rss() / 2 ** 20)}`);
