import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'yaml';

/** A folder for one service, which all may enter: its data, and the three files that it imports at its first start. */
export interface ServiceFolder {
  readonly data: string;
  readonly config: string;
  remove(): Promise<void>;
}

export interface ServiceFiles {
  readonly rules: object;
  readonly feeds: object;
  readonly subscribers: object;
}

export async function makeServiceFolder(files: ServiceFiles): Promise<ServiceFolder> {
  const path = await mkdtemp(join(tmpdir(), 'tocsin-service-'));
  await chmod(path, 0o755);
  const config = join(path, 'config');
  await mkdir(config);
  for (const [name, content] of Object.entries(files))
    await writeFile(join(config, `${name}.yaml`), stringify({ ...content }));
  return { data: join(path, 'data'), config, remove: () => rm(path, { recursive: true, force: true }) };
}

/** One rule `riot` that tells every article, one feed, one subscriber who is told at once. */
export const riotFiles = (feedUrl: string) => ({
  rules: { rules: [{ id: 'riot', query: 'riot', alert: { on: 'article' } }] },
  feeds: { feeds: [{ url: feedUrl, name: 'Wire', every: '1s' }] },
  subscribers: {
    subscribers: [
      { email: 'desk@example.org', subscriptions: [{ rules: ['riot'], schedule: 'instant', maxPerHour: 0 }] },
    ],
  },
});
