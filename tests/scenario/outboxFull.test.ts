import { readdirSync } from 'node:fs';
import { mkdir, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type FaultWorld, startFaultWorld } from '../support/faultWorld.ts';
import { diskMissing, mountDisk, type SmallDisk } from '../support/fullDisk.ts';
import { inRunningStore } from '../support/runningStore.ts';
import type { Service } from '../support/service.ts';
import { rounds } from '../support/soak.ts';
import { waitFor } from '../support/waitFor.ts';

const readers = 3;
const reports = 4;
/** Long enough for more tries than a row may be claimed without settling. */
const fullForMs = rounds({ short: 8_000, long: 110_000, setting: 'TOCSIN_FULL_MS' });

let world: FaultWorld;
let service: Service;
let disk: SmallDisk | null = null;
beforeAll(async () => {
  if (diskMissing !== null) return;
  world = await startFaultWorld({ mails: readers, webhooks: 2, smtp: false, seed: 11 });
  await mkdir(world.dataDir, { recursive: true });
  disk = await mountDisk(world.dataDir);
  await symlink(disk.path, outbox());
  await disk.fill();
  service = await world.serve();
});
afterAll(async () => {
  await service?.terminate();
  await disk?.unmount();
  await world?.close();
});

const outbox = (): string => join(world.dataDir, 'outbox');
const written = (): number => readdirSync(outbox()).filter((name) => name.endsWith('.eml')).length;

it.skipIf(diskMissing !== null)('a full outbox holds its mails, for however long, and nothing else', async () => {
  const titles = Array.from({ length: reports }, () => world.publish());
  for (const title of titles) await world.arrives(title, world.receivers, 20_000);
  await waitFor(async () => (await countOf("holds WHERE scope = 'channel' AND key = 'email'")) === 1, {
    withinMs: 20_000,
  });
  await sleep(fullForMs);
  expect(written()).toBe(0);
  expect(await givenUp()).toBe(0);
  await disk?.empty();
  await waitFor(() => written() === readers * reports, {
    withinMs: 90_000,
    state: () => `${written()} of ${readers * reports} are written\n${service.output()}`,
  });
});

/** Rows that wait for a person. */
const givenUp = (): Promise<number> => countOf("deliveries WHERE quarantined_at IS NOT NULL OR state = 'rejected'");

const countOf = (rows: string): Promise<number> =>
  inRunningStore(world.dataDir, async (session) => {
    const [row] = await session.query<{ count: number }>(`SELECT count(*)::integer AS count FROM ${rows}`);
    return row?.count ?? -1;
  });
