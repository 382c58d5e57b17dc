import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { isSettingName } from '../../config/settingNames.ts';
import { parseRoles, roles } from '../../src/app/roles.ts';

const shape = z.object({
  services: z.record(
    z.string(),
    z.object({ command: z.array(z.string()).optional(), environment: z.record(z.string(), z.string()).optional() }),
  ),
});
const { services } = shape.parse(parse(readFileSync('docker-compose.yml', 'utf8'), { merge: true }));
const ours = Object.values(services).filter(({ command }) => command?.[0] === 'serve');
/** Without the client's plugin the file is checked by its roles and settings only. */
const hasCompose = spawnSync('docker', ['compose', 'version']).status === 0;

describe('the containers', () => {
  it('do every role between them, by names that serve knows', () => {
    const done = ours.flatMap(
      ({ command }): readonly string[] => parseRoles(command?.[1]?.replace('--roles=', '') ?? '') ?? ['unknown'],
    );
    expect([...done].sort()).toEqual([...roles].sort());
  });

  it('are given settings that exist', () => {
    const names = ours.flatMap(({ environment }) => Object.keys(environment ?? {}));
    expect(names.filter((name) => !isSettingName(name))).toEqual([]);
  });

  it.skipIf(!hasCompose)('are a valid file for docker compose', () => {
    const run = spawnSync('docker', ['compose', 'config', '--quiet'], {
      env: { ...process.env, SECRET_KEY: 'for the check only' },
    });
    expect(run.stderr.toString()).toBe('');
    expect(run.status).toBe(0);
  });
});
