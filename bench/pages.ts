import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { readPage } from '../src/adapters/pages/readPage.ts';
import { bestOf } from './processorTime.ts';

/**
 * One thread: pages a second, as they are and filled up to the size of a news page of today with scripts, styles and menus;
 * processor time, the best of several rounds, and the memory of the process afterwards.
 *
 *     node dist/bench/pages.js [--pages FOLDER]
 */
const { values: options } = parseArgs({ options: { pages: { type: 'string', default: 'tests/fixtures/pages' } } });

const rounds = 5;
const usualBytes = 300_000;

const best = (run: () => void): number => bestOf(rounds, run);

const pages = readdirSync(options.pages)
  .filter((name) => name.endsWith('.html'))
  .map((name) => readFileSync(join(options.pages, name), 'utf8'));

const script = `<script>${'self.__next_f.push([1,"{\\"props\\":[{\\"id\\":4711}]}"]);'.repeat(400)}</script>`;
const menu = `<nav><ul>${'<li class="menu__item"><a class="menu__link" href="/section/part"><span>Section</span></a></li>'.repeat(150)}</ul></nav>`;

function filled(page: string): string {
  const filling: string[] = [];
  for (let size = page.length; size < usualBytes; size += script.length + menu.length) filling.push(script, menu);
  return page.replace(/<\/body>|$/, () => filling.join(''));
}

function measure(name: string, read: readonly string[]): void {
  let chars = 0;
  const ms = best(() => {
    chars = read.map(readPage).reduce((sum, reading) => sum + (reading.kind === 'text' ? reading.text.length : 0), 0);
  });
  const kilobytes = Math.round(read.reduce((sum, page) => sum + page.length, 0) / read.length / 1000);
  const rate = Math.round((read.length * 1000) / ms);
  console.log(
    `${name}: ${rate} pages a second (${read.length} of ${kilobytes} KB, ${Math.round(chars / read.length)} characters each)`,
  );
}

measure('as they are', pages);
measure('filled up', pages.map(filled));
console.log(`process: ${Math.round(process.memoryUsage().rss / 1e6)} MB`);
