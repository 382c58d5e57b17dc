import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { riotFiles, type ServiceFolder } from '../support/configFolder.ts';
import { type Service, startService } from '../support/service.ts';
import { adminSettings, pageText } from '../support/signedIn.ts';
import { runTocsin } from '../support/tocsin.ts';
import { makeUsedFolder } from '../support/usedDataDir.ts';
import { waitFor } from '../support/waitFor.ts';

let folder: ServiceFolder;
let service: Service;
beforeEach(async () => {
  folder = await makeUsedFolder(riotFiles('http://127.0.0.1:1/rss'));
  const feeds = ['a', 'b', 'c'].map((name) => `  - { url: "http://127.0.0.1:1/${name}", name: Feed ${name} }`);
  await writeFile(join(folder.config, 'feeds.yaml'), `feeds:\n${feeds.join('\n')}\n`);
});
afterEach(async () => {
  await service.terminate();
  await folder.remove();
});

it('a service whose feeds never answered is down and red within the minute, and says what they share', async () => {
  const settings = {
    ...{ DATA_DIR: folder.data, CONFIG_DIR: folder.config, LOG_LEVEL: 'warn', CANARY_MINUTES: '0' },
    ALLOW_PRIVATE_ADDRESSES: '127.0.0.0/8',
    ...adminSettings,
  };
  service = startService(settings);
  await service.started;
  const url = /http:\/\/127\.0\.0\.1:\d+/.exec(service.output())?.[0] ?? '';
  const health = async () => {
    const response = await fetch(`${url}/health`);
    return { status: response.status, ...((await response.json()) as { feeds: object; rules: { blind: number } }) };
  };
  await waitFor(async () => (await health()).rules.blind === 1, { withinMs: 60_000, state: service.output });
  expect(await health()).toMatchObject({ status: 503, state: 'down', feeds: { state: 'down', blind: 3, all: 3 } });
  const doctor = await runTocsin(['doctor'], settings);
  expect(doctor.code).toBe(1);
  expect(doctor.stdout).toMatch(
    /FAIL {2}feeds: 3 of 3 feeds fail alike: their hosts cannot be reached\n +→ is this machine online\?/,
  );
  expect(doctor.stdout).toMatch(/FAIL {2}feed Feed a: failing: no poll has succeeded yet/);
  expect(doctor.stdout).toMatch(/FAIL {2}feeds: 0 of 3 healthy or new/);
  expect(service.output()).toContain('3 of 3 feeds fail alike');
  for (const path of ['/', '/feeds'])
    expect(await pageText(url, path)).toContain('3 of 3 feeds fail alike: their hosts cannot be reached');
});
