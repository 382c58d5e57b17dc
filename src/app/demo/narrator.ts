import type { ScenarioArticle, ScenarioOutlet } from './scenario.ts';

/** Says what happens as it happens, with a line at the bottom that shows how far the replay is. */
export interface Narrator {
  published(outlet: ScenarioOutlet, article: ScenarioArticle): void;
  received(how: string, what: string): void;
  progress(at: Date, done: number, all: number): void;
  say(text: string): void;
}

const clearLine = '\r\u001b[K';
const barWidth = 24;

export function createNarrator(out: NodeJS.WriteStream): Narrator {
  let now = '';
  let day = '';
  let bottom = '';
  const say = (text: string) => out.write(out.isTTY ? `${clearLine}${text}\n${bottom}` : `${text}\n`);
  return {
    say,
    published: (outlet, article) => say(`${now}  ${outlet.name.padEnd(20)} ${article.title}`),
    received: (how, what) => say(`${' '.repeat(now.length)}  → ${how.padEnd(18)} ${what}`),
    progress(at, done, all) {
      now = momentOf(at);
      bottom = progressLine(at, done, all);
      if (out.isTTY) out.write(`${clearLine}${bottom}`);
      else if (day !== dayOf(at)) say(progressLine(at, done, all));
      day = dayOf(at);
    },
  };
}

const dayOf = (at: Date): string => at.toISOString().slice(0, 10);
const momentOf = (at: Date): string => `${dayOf(at).slice(5)} ${at.toISOString().slice(11, 16)}`;

function progressLine(at: Date, done: number, all: number): string {
  const filled = Math.round((done / all) * barWidth);
  return `[${'#'.repeat(filled)}${'.'.repeat(barWidth - filled)}] ${dayOf(at)}, ${Math.round((100 * done) / all)}% of the four days`;
}
