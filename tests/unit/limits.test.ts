import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { stopLimitMs } from '../../src/app/closing.ts';

const page = readFileSync('docs/architecture.md', 'utf8');
const section = page.slice(page.indexOf('\n## Limits\n'), page.indexOf('\n## Growth\n'));
const rows = section
  .split('\n')
  .filter((line) => line.startsWith('| '))
  .slice(1)
  .map((line) => line.split(' | ').map((cell) => cell.replace(/^\| | ?\|$/g, '')));

const unitMs = { s: 1000, min: 60_000, h: 3_600_000 } as const;

function shownMs(cell: string): number {
  const [, count, unit] = /^(\d+) (s|min|h)\b/.exec(cell) ?? [];
  return Number(count) * unitMs[unit as keyof typeof unitMs];
}

/** What a constant of the file is: a number, or a product of numbers. */
function constantMs(name: string, file: string): number {
  const [, value = ''] = new RegExp(`\\b${name}\\s*[:=]\\s*(\\d[\\d_ *]*)`).exec(readFileSync(file, 'utf8')) ?? [];
  return value.split('*').reduce((product, factor) => product * Number(factor.replaceAll('_', '')), 1);
}

const shares: Readonly<Record<string, number>> = { half: 2, third: 3 };

describe('the table of limits', () => {
  const checked = rows.flatMap(([what = '', limit = '', , by = '']) => {
    const [, name, file, share = ''] = /^`(\w+)` in `([^`]+)`(?:, (\w+))?$/.exec(by) ?? [];
    return name === undefined || file === undefined ? [] : [{ what, limit, name, file, times: shares[share] ?? 1 }];
  });

  it.each(checked)('says how long the code waits for $what', ({ limit, name, file, times }) => {
    expect(constantMs(name, file) * times).toBe(shownMs(limit));
  });

  it('is about what it seems to be about', () => {
    expect(checked.length).toBeGreaterThan(20);
  });

  it('says how long a stop takes at most', () => {
    expect(section).toContain('20 s in all');
    expect(stopLimitMs).toBeLessThan(20_000);
    expect(stopLimitMs).toBeGreaterThan(19_000);
  });
});
