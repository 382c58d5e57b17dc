import { relative } from 'node:path';
import { counted } from '../../domain/basics/wording.ts';
import type { ServiceCounts } from '../../ports/consoleStore.ts';
import type { DemoFolder } from './demoFolder.ts';
import type { Scenario } from './scenario.ts';
import type { Received } from './sinks.ts';

export const opening = (scenario: Scenario, folder: DemoFolder): string =>
  [
    'Tocsin demo: four days of January 2022, reported by invented outlets, through the real service.',
    `${scenario.articles.length} reports, ${scenario.outlets.length} outlets, three watch rules, two subscribers.`,
    `Everything that arrives is kept in ${shown(folder.path)}. Times are UTC.`,
    '',
  ].join('\n');

export interface DemoOutcome {
  readonly scenario: Scenario;
  readonly folder: DemoFolder;
  readonly counts: ServiceCounts;
  readonly received: Received;
  readonly seconds: number;
}

/** What came of it, and where to look. */
export const summary = ({ scenario, folder, counts, received, seconds }: DemoOutcome): string =>
  [
    '',
    `${scenario.articles.length} reports became ${counts.articles} articles and ${counts.matches} matches in ${seconds.toFixed(0)} s.`,
    `  ${count(received.mails)} emails     ${shown(folder.mails)}/*.eml, and *.html to view`,
    `  ${count(received.slackMessages)} to Slack   ${shown(folder.path)}/slack.jsonl`,
    `  ${count(received.webhooks)} webhooks   ${shown(folder.path)}/webhook.jsonl`,
    `  ${count(counts.deliveries.rejected)} failed`,
    received.repeats === 0
      ? 'Every message arrived exactly once.'
      : `${counted(received.repeats, 'message')} arrived twice.`,
  ].join('\n');

const count = (value: number): string => String(value).padStart(4);

const shown = (path: string): string => relative(process.cwd(), path) || '.';
