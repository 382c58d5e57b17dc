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
    z.object({
      image: z.string().optional(),
      command: z.array(z.string()).optional(),
      environment: z.record(z.string(), z.string()).optional(),
      read_only: z.boolean().optional(),
      tmpfs: z.array(z.string()).optional(),
      cap_drop: z.array(z.string()).optional(),
      security_opt: z.array(z.string()).optional(),
    }),
  ),
});
const file = readFileSync('docker-compose.yml', 'utf8');
const { services } = shape.parse(parse(file, { merge: true }));
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

  it('of ours have a root that cannot be written, and no privilege', () => {
    const bounds = { read_only: true, tmpfs: ['/tmp'], cap_drop: ['ALL'], security_opt: ['no-new-privileges:true'] };
    for (const service of ours) expect(service).toMatchObject(bounds);
  });

  it('of others are of one exact version', () => {
    const images = Object.values(services).flatMap(({ image }) => image ?? []);
    expect(images.filter((image) => !/:v?\d+\.\d+(\.\d+)?$/.test(image))).toEqual([]);
  });

  it('have no password that stands in the file', () => {
    const secrets = [...file.matchAll(/\$\{(\w*(?:PASSWORD|KEY)\w*)(.*?)[}\n]/g)];
    expect(secrets.length).toBeGreaterThan(0);
    expect(secrets.filter(([, , otherwise]) => !otherwise?.startsWith(':?')).map(([, name]) => name)).toEqual([]);
    expect(file.replace(/\$\{.*?\}/g, '')).not.toMatch(/(?:PASSWORD|SECRET_KEY): *\S|:\/\/\w+:[^@\s]+@/);
  });

  it.skipIf(!hasCompose)('are a valid file for docker compose', () => {
    const run = spawnSync('docker', ['compose', 'config', '--quiet'], {
      env: { ...process.env, SECRET_KEY: 'for the check only', POSTGRES_PASSWORD: 'forthecheckonly' },
    });
    expect(run.stderr.toString()).toBe('');
    expect(run.status).toBe(0);
  });
});
