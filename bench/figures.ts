import { parseArgs } from 'node:util';
import type { ReadableArticle } from '../src/domain/figures/figure.ts';
import { readFigures } from '../src/domain/figures/reading.ts';
import { hostileTexts } from '../tests/support/hostileTexts.ts';
import { loadArticles } from './articles.ts';
import { bestOf } from './processorTime.ts';

/**
 * One thread: articles a second, each of 2,400 characters and in one language, also where every sentence gives figures, and the
 * time that 100 KB of each hostile text take. The best of several rounds.
 *
 *     node dist/bench/figures.js [--articles FOLDER]
 */
const { values: options } = parseArgs({ options: { articles: { type: 'string' } } });

const usualLength = 2400;
const rounds = 7;

const best = (run: () => void): number => bestOf(rounds, run);

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

const reports: readonly (readonly [lang: string, text: string])[] = [
  [
    'en',
    'The Ministry of Health said on Friday that 26 people were killed and at least 40 wounded in the city of Aktau. Police ' +
      'arrested more than 3,800 protesters, including 12 officers, and 5 miners are missing. Two thousand troops with 70 planes arrived. ',
  ],
  [
    'ru',
    'По данным МЧС, в пятницу в Актау погибли 26 человек, не менее 40 ранены. Полиция задержала более 3 800 участников ' +
      'акции, в том числе 12 сотрудников, пропали пятеро шахтеров. Прибыли две тысячи военнослужащих и 70 самолетов. ',
  ],
  [
    'kk',
    'Министрліктің мәліметінше, жұма күні Ақтауда 26 адам қаза тапты, кемінде 40 адам жараланды. Полиция 3 800-ден астам ' +
      'адамды ұстады, бес кенші әлі табылған жоқ. Елге екі мың бітімгер мен 70 ұшақ келді. ',
  ],
];

function measureArticles(): void {
  const all = loadArticles(options.articles);
  for (const lang of new Set(all.map((article) => article.lang))) {
    const bodies = all.filter((article) => article.lang === lang).map(({ body }) => body);
    measure(`${lang}`, ofUsualLength(bodies, lang));
  }
  for (const [lang, report] of reports)
    measure(`${lang}, nothing but figures`, ofUsualLength(Array(1000).fill(report), lang));
}

function measure(name: string, articles: readonly ReadableArticle[]): void {
  let figures = 0;
  const ms = best(() => {
    figures = articles.reduce((sum, article) => sum + readFigures(article).figures.length, 0);
  });
  const [rate, each] = [Math.round((articles.length * 1000) / ms), (figures / articles.length).toFixed(1)];
  console.log(`${name}: ${rate} articles a second (${articles.length}, with ${each} figures each)`);
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
