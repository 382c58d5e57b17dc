import { join } from 'node:path';
import type { Settings } from '../../../config/settings.ts';
import { packageRoot } from '../../adapters/packageRoot.ts';
import { type Closing, createClosing, stopLimitMs } from '../closing.ts';
import { createApp } from '../createApp.ts';
import { inDataDir } from '../inDataDir.ts';
import { createLog } from '../logging.ts';
import { readerLost } from '../lostReader.ts';
import { roles } from '../roles.ts';
import { endAfter, stopRequested } from '../stopRequested.ts';
import { createDemoClock } from './demoClock.ts';
import { makeDemoFolder, writeDemoConfig } from './demoFolder.ts';
import { freePort } from './freePort.ts';
import { ledgerChart } from './ledgerChart.ts';
import { createNarrator } from './narrator.ts';
import { openNewsstand } from './newsstand.ts';
import { replay } from './replayNews.ts';
import { momentsOf, readScenario } from './scenario.ts';
import { openSinks } from './sinks.ts';
import { opening, summary } from './summary.ts';

/**
 * Replays the bundled scenario through the real service: its own embedded database, a local server for the feeds, and
 * sinks for mail, Slack and webhooks. With `once` it ends after the replay, else it leaves the pages open until Ctrl-C.
 */
export async function runDemo(settings: Settings, { once }: { readonly once: boolean }): Promise<void> {
  // Nobody watches a demo whose reader is gone (`tocsin demo | head`).
  const stopSignal = Promise.race([stopRequested(), readerLost()]);
  const stopping = new AbortController();
  void stopSignal.then(() => stopping.abort());
  const log = createLog('warn');
  endAfter(stopSignal, stopLimitMs, log);
  const closing = createClosing(log);
  try {
    const pages = await play(settings, closing, stopping.signal);
    if (once || stopping.signal.aborted) return;
    process.stdout.write(`\nConsole, signed in by this link: ${pages}\n(Ctrl-C ends the demo)\n`);
    await stopSignal;
  } finally {
    if (!(await closing.closeAll())) process.exit(1);
  }
}

const ledgersShown = 1;

async function play(settings: Settings, closing: Closing, signal: AbortSignal): Promise<string> {
  const startedAt = performance.now();
  const scenario = readScenario(join(packageRoot(), 'config/demo/scenario.yaml'));
  const clock = createDemoClock(momentsOf(scenario)[0] ?? new Date(0));
  const narrator = createNarrator(process.stdout);
  const folder = await inDataDir(settings.dataDir, () => makeDemoFolder(settings.dataDir, new Date()));
  closing.add('process', 'the demo database', folder.removeDatabase);
  narrator.say(opening(scenario, folder));
  const newsstand = await openNewsstand(scenario, clock);
  closing.add('process', 'the newsstand', newsstand.close);
  await writeDemoConfig(folder, scenario, newsstand.url);
  const sinks = await openSinks(folder, narrator);
  closing.add('process', 'the sinks', sinks.close);
  const port = await freePort(settings.port);
  const app = await createApp(
    {
      ...settings,
      ...{
        databaseUrl: null,
        queueDatabaseUrl: null,
        redisUrl: null,
        heartbeatUrl: null,
        dkim: null,
        oidc: null,
        authProxyHeader: null,
        canaryMinutes: 0,
      },
      ...{
        dataDir: folder.data,
        configDir: folder.config,
        smtpUrl: sinks.smtpUrl,
        allowPrivateAddresses: ['127.0.0.0/8'],
      },
      ...{ host: '127.0.0.1', port, publicUrl: `http://127.0.0.1:${port}` },
    },
    {
      ...{ roles, log: createLog('warn'), clock, resolveReference: sinks.resolveReference },
      ...{ sweepIntervalMs: 200, matchThreads: 1 },
    },
    closing,
  );
  await app.start();
  await replay({ app, scenario, clock, narrator, signal });
  const seconds = (performance.now() - startedAt) / 1000;
  narrator.say(summary({ scenario, folder, counts: await app.console.counts(), received: sinks.received(), seconds }));
  for (const ledger of await app.console.movedLedgers(ledgersShown)) narrator.say(`\n${ledgerChart(ledger)}`);
  const link = await app.invite({
    email: 'desk@example.org',
    name: 'Demo desk',
    role: 'admin',
    timezone: 'Asia/Almaty',
  });
  return `http://127.0.0.1:${port}${link}`;
}
