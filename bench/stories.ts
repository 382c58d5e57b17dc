import { performance } from 'node:perf_hooks';
import { parseArgs } from 'node:util';
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { ArticleStream } from '../src/domain/stories/articleStream.ts';
import { type ArticleShape, noEvidence, type Seat, StoryDesk, shapeOf } from '../src/domain/stories/storyDesk.ts';
import { newsStream, type Report } from './newsStream.ts';

/**
 * One thread, made-up news (what they model: newsStream.ts) until so many stories are live, then articles a second at that size:
 * their shapes, and their placing. Then a successor takes the desk over from what a store would keep of the live articles.
 *
 *     npx tsc -p tsconfig.bench.json && node dist/bench/stories.js [--live 50000] [--measured 5000]
 */
const { values: options } = parseArgs({
  options: { live: { type: 'string', default: '50000' }, measured: { type: 'string', default: '5000' } },
});
const news = newsStream(20220105);
const desk = new ArticleStream();
const rows: Buffer[] = [];

interface Row extends Pick<Seat, 'storyId' | 'role'> {
  readonly event: number;
}
const placed: Row[] = [];

const next = (): Report => news.next().value as Report;

function place({ event, at }: Report, shape: ArticleShape): void {
  const placement = desk.place(shape, at);
  placed.push({ event, ...placement });
  rows.push(row(shape, at));
}

/** As a store would keep it. */
function row({ profile, signature, numbers }: ArticleShape, at: Date): Buffer {
  const { words, bridge, ...rest } = profile;
  const text = JSON.stringify({ rest, words: [...words], bridge: [...bridge], numbers, at, signature: [...signature] });
  return deflateRawSync(text, { level: 1 });
}

function shapeIn(stored: Buffer): { readonly shape: ArticleShape; readonly at: Date } {
  const { rest, words, bridge, numbers, at, signature } = JSON.parse(inflateRawSync(stored).toString());
  const profile = { ...rest, words: new Map(words), bridge: new Map(bridge) };
  return { shape: { profile, signature: Uint32Array.from(signature), numbers }, at: new Date(at) };
}

/** Processor time of this process, in seconds: other work on the machine does not count. */
const seconds = (): number => process.cpuUsage().user / 1e6 + process.cpuUsage().system / 1e6;
function timed<T>(work: () => T): readonly [T, number] {
  const before = seconds();
  const result = work();
  return [result, seconds() - before];
}

const [, bare] = timed(bareLoop);
console.log(`a bare loop of 100 million turns: ${Math.round(1000 * bare)} ms (all figures are processor time)`);

while (desk.size < Number(options.live)) {
  const report = next();
  place(report, shapeOf(report.text));
}
console.log(`${desk.size} live stories of ${placed.length} articles; process, MB: ${megabytes()}`);

const reports = Array.from({ length: Number(options.measured) }, next);
const letters = reports.reduce((sum, { text }) => sum + text.title.length + text.body.length, 0) / reports.length;
const [shapes, shaping] = timed(() => reports.map(({ text }) => shapeOf(text)));
let worstMs = 0;
const [, placing] = timed(() => {
  for (const [index, report] of reports.entries()) {
    const before = performance.now();
    desk.place(shapes[index] as ArticleShape, report.at);
    worstMs = Math.max(worstMs, performance.now() - before);
  }
});
const each = (total: number): string => `${((1000 * total) / reports.length).toFixed(2)} ms`;
console.log(
  `${Math.round(letters)} letters an article: shape ${each(shaping)}, place ${each(placing)}, the slowest ${worstMs.toFixed(1)} ms`,
);
console.log(`${Math.round(reports.length / (shaping + placing))} articles a second`);
console.log(
  `with ${desk.size} live stories; process, MB: ${megabytes()}; bare loop again: ${Math.round(1000 * timed(bareLoop)[1])} ms`,
);
console.log(`events found again, B-cubed: ${bCubed(placed)}`);

const successor = new StoryDesk();
let seating = 0;
for (const [index, stored] of rows.entries()) {
  const { shape, at } = shapeIn(stored);
  const { storyId, role } = placed[index] as Row;
  const before = seconds();
  const articleId = index + 1;
  successor.seat(
    { articleId, shape, evidence: noEvidence, at },
    { storyId, foldGroupId: storyId, role, seenAt: new Date(articleId) },
  );
  seating += seconds() - before;
}
console.log(`taken over in ${seating.toFixed(1)} s, besides reading: ${successor.size} live stories`);

/** How fast the machine is at this hour. */
function bareLoop(): number {
  let value = 0;
  for (let turn = 0; turn < 1e8; turn++) value = (value * 31 + turn) | 0;
  return value;
}

/** Without the rows that stand for the store. */
function megabytes(): number {
  const store = rows.reduce((sum, { byteLength }) => sum + byteLength, 0);
  return Math.round((process.memoryUsage.rss() - store) / 2 ** 20);
}

/** Precision and recall of an article's story against its event, on average (Bagga & Baldwin 1998). */
function bCubed(all: readonly Row[]): string {
  const sizes = new Map<string, number>();
  const count = (key: string): unknown => sizes.set(key, (sizes.get(key) ?? 0) + 1);
  for (const { event, storyId } of all)
    for (const key of [`e${event}`, `s${storyId}`, `${event} ${storyId}`]) count(key);
  const part = (key: (row: Row) => string): number =>
    all.reduce((sum, at) => sum + (sizes.get(`${at.event} ${at.storyId}`) ?? 0) / (sizes.get(key(at)) ?? 1), 0) /
    all.length;
  const [precision, recall] = [part(({ storyId }) => `s${storyId}`), part(({ event }) => `e${event}`)];
  return `precision ${precision.toFixed(2)}, recall ${recall.toFixed(2)}`;
}
