import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { isSettingName } from '../../config/settingNames.ts';

const lines = readFileSync('docs/tocsin.service', 'utf8').split('\n');
const lineOf = (key: string): string => lines.find((line) => line.startsWith(`${key}=`))?.slice(key.length + 1) ?? '';
const hasSystemd = spawnSync('systemd-analyze', ['--version']).status === 0;

/** So long may our stop take; docs/operating.md. */
const stopSeconds = 20;

describe('the systemd unit', () => {
  it('gives settings that exist', () => {
    const names = lineOf('Environment')
      .split(' ')
      .map((pair) => pair.split('=')[0] ?? '');
    expect(names.filter((name) => name !== 'NODE_ENV' && !isSettingName(name))).toEqual([]);
  });

  it('leaves time for a stop in order, which it asks of Tocsin alone', () => {
    expect(lineOf('KillMode')).toBe('mixed');
    expect(Number(lineOf('TimeoutStopSec'))).toBeGreaterThan(stopSeconds);
  });

  it.skipIf(!hasSystemd)('is one that systemd takes', () => {
    const folder = mkdtempSync(join(tmpdir(), 'tocsin-unit-'));
    const copy = join(folder, 'tocsin.service');
    writeFileSync(copy, lines.join('\n').replace('/usr/bin/node', process.execPath)); // systemd looks whether it is there
    const run = spawnSync('systemd-analyze', ['verify', copy]);
    rmSync(folder, { recursive: true });
    expect(run.stderr.toString()).toBe('');
    expect(run.status).toBe(0);
  });
});
