import { copyFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { makeFolder } from '../../adapters/makeFolder.ts';
import { packageRoot } from '../../adapters/packageRoot.ts';
import { feedPath } from './newsstand.ts';
import type { Scenario } from './scenario.ts';

/** Where one run of the demo keeps what it makes. */
export interface DemoFolder {
  readonly path: string;
  readonly config: string;
  readonly data: string;
  readonly mails: string;
  /** Takes the database away; mails and messages stay to be looked at. */
  removeDatabase(): Promise<void>;
}

/** A new folder for this run, so that no run finds what an earlier one was sent. */
export async function makeDemoFolder(dataDir: string, startedAt: Date): Promise<DemoFolder> {
  const path = join(dataDir, 'demo', startedAt.toISOString().slice(0, 19).replace(/[:T]/g, '-'));
  const folder = { path, config: join(path, 'config'), data: join(path, 'data'), mails: join(path, 'mails') };
  await makeFolder(folder.config);
  return { ...folder, removeDatabase: () => rm(folder.data, { recursive: true, force: true }) };
}

/** Lays down the three files that the demo's service reads: the starter rules, the scenario's feeds, its subscribers. */
export async function writeDemoConfig(folder: DemoFolder, scenario: Scenario, newsstandUrl: string): Promise<void> {
  const starter = join(packageRoot(), 'config');
  const feeds = scenario.outlets.map(({ id, name }) => ({ url: newsstandUrl + feedPath(id), name, every: '5m' }));
  await copyFile(join(starter, 'rules.yaml'), join(folder.config, 'rules.yaml'));
  await copyFile(join(starter, 'demo/subscribers.yaml'), join(folder.config, 'subscribers.yaml'));
  await writeFile(join(folder.config, 'feeds.yaml'), stringify({ feeds }));
}
