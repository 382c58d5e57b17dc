import { performance } from 'node:perf_hooks';
import { parseArgs } from 'node:util';
import type { ReadableArticle } from '../src/domain/figures/figure.ts';
import { readFigures } from '../src/domain/figures/reading.ts';
import { hostileTexts } from '../tests/support/hostileTexts.ts';
import { loadArticles } from './articles.ts';

/**
 * One thread: articles a second, each of 2,400 characters and in one language, and the time that 100 KB of each hostile text
 * take. The best of several rounds.
 *
 *     node dist/bench/figures.js [--articles FOLDER]
 */
const { values: options } = parseArgs({ options: { articles: { type: 'string' } } });

const usualLength = 2400;
const rounds = 7;

const best = (run: () => void): number =>
  Math.min(
    ...Array.from({ length: rounds }, () => {
      const started = performance.now();
      run();
      return performance.now() - started;
    }),
  );

const readable = (body: string, lang: string | null): ReadableArticle => ({
  ...{ title: '', body, lang, publishedISO: '2022-01-07T10:00:00+06:00' },
});

/** The bodies of one language one behind the other, cut to the usual length. */
function ofUsualLength(bodies: readonly string[], lang: string | null): readonly ReadableArticle[] {
  const text = bodies.join('\n\n');
  return Array.from({ length: Math.floor(text.length / usualLength) }, (_, index) =>
    readable(text.slice(index * usualLength, (index + 1) * usualLength), lang),
  );
}

function measureArticles(): void {
  const all = loadArticles(options.articles);
  for (const lang of new Set(all.map((article) => article.lang))) {
    const bodies = all.filter((article) => article.lang === lang).map(({ body }) => body);
    const articles = ofUsualLength(bodies, lang);
    let figures = 0;
    const ms = best(() => {
      figures = articles.reduce((sum, article) => sum + readFigures(article).figures.length, 0);
    });
    const rate = Math.round((articles.length * 1000) / ms);
    console.log(
      `${lang}: ${rate} articles a second (${articles.length} of ${usualLength} characters, ${figures} figures)`,
    );
  }
}

function measureHostile(): void {
  const measured = hostileTexts(100_000).map(([name, body]) => {
    const article = readable(body, null);
    return { name, ms: best(() => void readFigures(article)) };
  });
  for (const { name, ms } of measured.sort((a, b) => b.ms - a.ms))
    console.log(`${ms.toFixed(1).padStart(7)} ms  ${name}`);
}

measureArticles();
console.log('100 KB of');
measureHostile();
