import type { MetricCounts } from '../../ports/metricCounts.ts';

export const metricsType = 'text/plain; version=0.0.4; charset=utf-8';

interface Sample {
  readonly labels?: Readonly<Record<string, string>>;
  readonly value: number;
}

interface Metric {
  readonly name: string;
  readonly help: string;
  readonly kind: 'gauge' | 'counter';
  readonly samples: readonly Sample[];
}

/** The Prometheus text format 0.0.4. */
export const metricsText = (counts: MetricCounts, now: ProcessNow): string =>
  [...storeMetrics(counts), ...processMetrics(now)].map(shown).join('');

export interface ProcessNow {
  readonly cpuSeconds: number;
  readonly residentBytes: number;
  readonly heapBytes: number;
  readonly startedAtSeconds: number;
}

const gauge = (name: string, help: string, samples: readonly Sample[] | number): Metric => ({
  ...{ name, help, kind: 'gauge' },
  samples: typeof samples === 'number' ? [{ value: samples }] : samples,
});

/** The states of a delivery that are counted; none is missing where its count is 0, so that an alert on it holds. */
const countedStates = ['pending', 'retrying', 'rejected'];
const steps = ['read', 'match', 'story', 'plan'];

const storeMetrics = (counts: MetricCounts): readonly Metric[] => [
  gauge('tocsin_feeds', 'Feeds that are watched.', counts.feeds),
  gauge(
    'tocsin_feeds_in_trouble',
    'Open findings about feeds, by state; a feed may have several.',
    counts.feedsInTrouble.map(({ state, count }) => ({ labels: { state }, value: count })),
  ),
  gauge('tocsin_rules', 'Rules in force.', counts.rules),
  gauge('tocsin_rules_blind', 'Rules too few of whose sources can see.', counts.blindRules),
  gauge('tocsin_article_revisions', 'Stored article revisions, estimated.', counts.articleRevisions),
  gauge('tocsin_messages', 'Stored messages, estimated.', counts.messages),
  gauge(
    'tocsin_waiting_articles',
    'Article revisions on their way, by the step that is next.',
    steps.map((step) => ({ labels: { step }, value: countOf(counts.waiting.filter((each) => each.step === step)) })),
  ),
  gauge(
    'tocsin_deliveries',
    'Deliveries that wait, are tried again, or were rejected.',
    countedStates.map((state) => ({
      labels: { state },
      value: countOf(counts.deliveries.filter((each) => each.state === state)),
    })),
  ),
  gauge('tocsin_quarantined', 'Rows of whatever kind that wait for somebody to look.', counts.quarantined),
  gauge(
    'tocsin_holds',
    'Targets, hosts and channels that are left alone for a while.',
    counts.holds.map(({ direction, scope, count }) => ({ labels: { direction, scope }, value: count })),
  ),
  gauge(
    'tocsin_suppressed_targets',
    'Targets that are sent nothing until somebody gives them back.',
    counts.suppressedTargets,
  ),
];

const countOf = (found: readonly { readonly count: number }[]): number =>
  found.reduce((sum, { count }) => sum + count, 0);

const processMetrics = (now: ProcessNow): readonly Metric[] => [
  {
    ...{ name: 'process_cpu_seconds_total', help: 'Processor time of this process.', kind: 'counter' },
    samples: [{ value: now.cpuSeconds }],
  },
  gauge('process_resident_memory_bytes', 'Resident memory of this process.', now.residentBytes),
  gauge('process_start_time_seconds', 'When this process started, in Unix time.', now.startedAtSeconds),
  gauge('nodejs_heap_size_used_bytes', 'Heap in use.', now.heapBytes),
];

const shown = ({ name, help, kind, samples }: Metric): string =>
  [
    `# HELP ${name} ${help}`,
    `# TYPE ${name} ${kind}`,
    ...samples.map(({ labels, value }) => `${name}${labels === undefined ? '' : shownLabels(labels)} ${value}`),
    '',
  ].join('\n');

const shownLabels = (labels: Readonly<Record<string, string>>): string =>
  `{${Object.entries(labels)
    .map(
      ([name, value]) => `${name}="${value.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')}"`,
    )
    .join(',')}}`;
