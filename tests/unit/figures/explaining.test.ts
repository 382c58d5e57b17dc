import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createViteServer } from 'vitest/node';
import type { ReadableArticle, Reading } from '../../../src/domain/figures/figure.ts';
import { readFigures } from '../../../src/domain/figures/reading.ts';
import { claimsOf } from '../../../src/domain/ledger/claimsOf.ts';

/** Source text in which no rule of the reader gets the name that `--explain` shows. */
const withoutNames = (code: string): string =>
  code.replace(/\brule: [^,}\n]*/g, "rule: ''").replace(/\brules: [^\n]*\]/g, 'rules: []');

const figuresFolder = '/src/domain/figures/';

let server: Awaited<ReturnType<typeof createViteServer>>;
/** The reader as it would be without any name. */
let readNameless: typeof readFigures;

beforeAll(async () => {
  const transform = (code: string, file: string) => (file.includes(figuresFolder) ? withoutNames(code) : code);
  server = await createViteServer({
    ...{ configFile: false, logLevel: 'silent', optimizeDeps: { noDiscovery: true } },
    server: { middlewareMode: true, ws: false, watch: null },
    plugins: [{ name: 'without-names', enforce: 'pre', transform }],
  });
  ({ readFigures: readNameless } = await server.ssrLoadModule(`${figuresFolder}reading.ts`));
});
afterAll(() => server.close());

const dated = { lang: null, publishedISO: '2024-03-08T23:30:00+05:00' };

/** Texts whose figures differ by how a number and its word belong together. */
const telling: readonly ReadableArticle[] = [
  '26 people were killed. These figures have not been updated since Thursday.',
  'Three people were missing on Monday. No one is missing any longer.',
  'Four people, three men among them, were hurt.',
  'Four people — three men and one woman — were hurt.',
  'A man was killed when the roof fell.',
  'A boy and his friend were killed.',
  '120 men and two helicopters were sent.',
  'Seven peacekeepers and two civilians were injured.',
  'The death toll rose late Sunday from 18 to 26 after a wounded man died.',
  'The toll rose instead of from 18 to 26 while 12 were wounded.',
].map((body) => ({ ...dated, title: '', body }));

const fixtures = join(import.meta.dirname, '../../fixtures/ledger');
const reported: readonly ReadableArticle[] = readdirSync(fixtures)
  .flatMap((file) => readFileSync(join(fixtures, file), 'utf8').trimEnd().split('\n'))
  .map((line) => ({ ...dated, ...JSON.parse(line) }));

const withoutRules = ({ figures, totals }: Reading) => ({
  figures: figures.map(({ rules: _rules, ...figure }) => figure),
  totals,
});

const rulesIn = ({ figures }: Reading): readonly string[] => figures.flatMap(({ rules }) => rules);

function claimsIn({ title, body }: ReadableArticle, { figures, totals }: Reading) {
  const published = { publishedOn: '2024-03-08', publishedAt: new Date('2024-03-08T18:30:00Z') };
  return claimsOf({ articleId: 'a', outlet: 'Steppe Wire', title, body, ...published }, figures, totals);
}

describe('the rules that explain a figure decide nothing', () => {
  it.each([...telling, ...reported])('$title $body', (article) => {
    const [named, nameless] = [readFigures(article), readNameless(article)];
    expect(withoutRules(nameless)).toEqual(withoutRules(named));
    expect(claimsIn(article, nameless)).toEqual(claimsIn(article, named));
    expect(rulesIn(nameless)).toEqual([]);
  });

  it('and are only written by the reader, never read', () => {
    const files = readdirSync(`.${figuresFolder}`, { recursive: true, encoding: 'utf8' }).filter((file) =>
      file.endsWith('.ts'),
    );
    const readers = files.filter((file) =>
      /\.rules?\b|[{,] ?rules?\b(?!:)/.test(withoutNames(readFileSync(`.${figuresFolder}${file}`, 'utf8'))),
    );
    expect(readers).toEqual([]);
  });
});
