import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readFeedsFile } from '../../../config/feedsFile.ts';
import { errorsIn } from '../../../config/ruleFindings.ts';
import { readRulesFile } from '../../../config/rulesFile.ts';
import { readSubscribersFile } from '../../../config/subscribersFile.ts';
import type { FileFinding } from '../../../config/yamlFile.ts';
import { formatDuration, parseDuration } from '../../../src/domain/basics/duration.ts';
import { parseQuery } from '../../../src/domain/rules/language/parser.ts';

/** The text without its mark ¦, and the place where that stood. */
function marked(text: string): { readonly text: string; readonly place: string } {
  const before = text.slice(0, text.indexOf('¦')).split('\n');
  return { text: text.replace('¦', ''), place: `${before.length}:${(before.at(-1) ?? '').length + 1}` };
}

const at = ({ line, column }: FileFinding) => `${line}:${column}`;
const shown = (finding: FileFinding) => `${at(finding)} ${finding.message}`;

describe('a rules file', () => {
  const read = (text: string) => readRulesFile(text, 'rules.yaml');

  it('needs of a rule only its id and its query', () => {
    const { rules, findings } = read('rules:\n  - { id: unrest, query: riot }\n');
    expect(findings).toEqual([]);
    expect(rules).toMatchObject([
      { id: 'unrest', name: 'unrest', query: 'riot', owner: null, alert: { on: 'change' } },
    ]);
  });

  it('may be JSON, and may name rules and concepts in any script', () => {
    const { rules, concepts, findings } = read(
      '{"concepts":{"шеру":["шеру"]},"rules":[{"id":"толқу-1","query":"@шеру"}]}',
    );
    expect(findings).toEqual([]);
    expect(rules[0]?.id).toBe('толқу-1');
    expect(concepts).toEqual({ шеру: ['шеру'] });
  });

  it.each([
    ['an unknown key', 'rules:\n  - id: a\n    ¦qeury: riot\n    query: riot\n', 'query'],
    ['a value that is one of few', 'rules:\n  - { id: a, query: b, alert: { on: ¦changes } }\n', 'change'],
    ['an unknown key of the file', '¦rule: []\nrules: []\n', 'rules'],
  ])('has %s pointed out, with the nearest that is known', (_, source, suggestion) => {
    const { text, place } = marked(source);
    expect(read(text).findings.map((finding) => [at(finding), finding.suggestion])).toEqual([[place, suggestion]]);
  });

  it.each([
    ['rules:\n  - id: a\n    query: ¦12\n', 'query: must be text, not 12 (put text that looks like this in quotes)'],
    ['rules:\n  - ¦id: a\n', 'query: is missing'],
    ['rules:\n  - id: ¦a b\n    query: c\n', 'id: a name may hold only letters, digits and hyphens'],
    ['rules:\n  - id: a\n    query: b\n    owner: ¦desk\n', 'owner: expected an email address like desk@example.org'],
    ['rules:\n  - id: a\n    query: b\n    blindBelow: ¦half\n', 'blindBelow: expected a percentage like 50%'],
    ['rules:\n  ¦a: b\n', 'rules: must be a list: [a, b], or lines that begin with "- ", not a mapping'],
    ['rules:\n  - ¦riot\n', 'rules: must be a mapping: lines like "key: value", not "riot"'],
    ['concepts: { ¦a_b: [c] }\nrules: []\n', '"a_b": a name may hold only letters, digits and hyphens'],
    ['concepts: { a: ¦[] }\nrules: []\n', 'concepts.a: a concept needs at least one term'],
    [
      'concepts: { a: [¦2022] }\nrules: []\n',
      'concepts.a: must be text, not 2022 (put text that looks like this in quotes)',
    ],
    ['concepts: { a: [b], ¦a: [c] }\nrules: []\n', 'Map keys must be unique'],
    ['rules: [\n¦', 'Flow sequence in block collection must be sufficiently indented and end with a ]'],
    ['rules: []\n¦---\nrules: []\n', 'a second document begins here; keep only one'],
    ['¦rules: *nowhere\n', 'Unresolved alias (the anchor must be set before the alias): nowhere'],
    ['rules: ¦!riot []\n', 'Unresolved tag: !riot'],
    ['¦- id: a\n', 'the file: must be a mapping: lines like "key: value", not a list'],
  ])('with %j is refused at the place of the fault', (source, message) => {
    const { text, place } = marked(source);
    expect(read(text).findings.map(shown)).toEqual([`${place} ${message}`]);
  });

  it('that is empty asks for the rules instead of meaning none', () => {
    for (const text of ['', '# nothing yet\n', 'concepts: { a: [b] }\n'])
      expect(read(text).findings.map(({ message }) => message)).toEqual(['rules: is missing']);
    expect(read('rules: []\n').findings).toEqual([]);
  });

  it('may say when a rule speaks of what it found, and for how long it is quiet then', () => {
    const alert = "{ when: 'changed(killed)', cooldown: 30m }";
    const { rules, findings } = read(`rules:\n  - { id: a, query: b, alert: ${alert} }\n  - { id: c, query: d }\n`);
    expect(findings).toEqual([]);
    expect(rules.map((rule) => rule.alert)).toEqual([
      { on: 'change', when: 'changed(killed)', cooldownSeconds: 1800 },
      { on: 'change' },
    ]);
  });

  it.each([
    ['when: ¦5', 'alert.when: must be text, not 5 (put text that looks like this in quotes)', null],
    ['cooldown: ¦soon', 'alert.cooldown: "soon" is not a duration; write 90s, 5m, 2h or 1d', null],
    ['cooldown: ¦0s', 'alert.cooldown: "0s" is not a duration; write 90s, 5m, 2h or 1d', null],
    ['when: "killed >= 1 AND ¦kiled > 3"', 'kinds are', 17],
    ['when: "killed >= 1 AND ¦riot"', 'alert.when: the word "riot" belongs in the query', 17],
    ["on: story, when: '¦'", 'alert.when: the condition is empty', 1],
  ])('with alert %s is refused there', (alert, message, queryColumn) => {
    const { text, place } = marked(`rules:\n  - { id: a, query: b, alert: { ${alert} } }\n`);
    const findings = errorsIn('rules.yaml', read(text));
    expect(findings.map((finding) => [at(finding), finding.rule, finding.queryColumn])).toEqual([
      [place, 'a', queryColumn],
    ]);
    expect(findings[0]?.message).toContain(message);
  });

  it('with two rules of one id is refused at the second', () => {
    const { findings, rules } = read('rules:\n  - { id: a, query: b }\n  - { id: a, query: c }\n');
    expect(findings.map((finding) => [at(finding), finding.rule])).toEqual([['3:11', 'a']]);
    expect(rules.map(({ query }) => query)).toEqual(['b']);
  });

  it('gives the rules that are right, beside the faults of the others, which it names', () => {
    const { text, place } = marked(
      'concepts: { good: [a], bad: 5 }\nrules:\n  - { id: one, qeury: x }\n  - 7\n  - { id: two, query: "@good ¦fire" }\n',
    );
    const { rules, concepts, findings } = read(text);
    expect(findings.map(({ rule }) => rule)).toEqual([null, 'one', 'one', null]);
    expect(concepts).toEqual({ good: ['a'] });
    expect(rules.map(({ id }) => id)).toEqual(['two']);
    const { line, column } = rules[0]?.at(6) ?? {};
    expect(`${line}:${column}`).toBe(place);
  });

  it('that would grow without bound by its aliases is refused', () => {
    const levels = Array.from({ length: 9 }, (_, n) => `a${n + 1}: &a${n + 1} [${`*a${n}, `.repeat(9)}]`);
    const { findings } = read(`a0: &a0 [x]\n${levels.join('\n')}\nrules: *a9\n`);
    expect(findings).toMatchObject([{ message: expect.stringContaining('alias') }]);
  });
});

describe('a feeds file', () => {
  const read = (text: string) => readFeedsFile(text, 'feeds.yaml');

  it('has pages read only where it says so', () => {
    const feeds = ['', ', fullText: true', ', fullText: false'].map(
      (more) => `  - { url: "https://example.org/${more.length}"${more} }`,
    );
    expect(read(`feeds:\n${feeds.join('\n')}\n`).value?.map(({ fullText }) => fullText)).toEqual([
      undefined,
      true,
      undefined,
    ]);
    expect(read('feeds:\n  - { url: "https://example.org/", fullText: often }\n').value).toBeNull();
  });

  it('needs of a feed only its address', () => {
    const { value } = read(
      'feeds:\n  - { url: "https://example.org/a" }\n  - { url: "https://example.org/b", name: B, every: 5m }\n',
    );
    expect(value).toEqual([
      { url: 'https://example.org/a', name: 'example.org', everySeconds: null },
      { url: 'https://example.org/b', name: 'B', everySeconds: 300 },
    ]);
  });

  it.each([
    ['{ url: "¦ftp://example.org/a" }', 'url: expected a feed address like https://example.org/world.rss'],
    ['{ url: "¦https://user:word@example.org/a" }', 'url: expected a feed address like https://example.org/world.rss'],
    [
      '{ url: "https://example.org", every: ¦5 }',
      'every: must be text, not 5 (put text that looks like this in quotes)',
    ],
    ['{ url: "https://example.org", every: ¦soon }', 'every: "soon" is not a duration; write 90s, 5m, 2h or 1d'],
  ])('with %s is refused', (feed, message) => {
    const { text, place } = marked(`feeds:\n  - ${feed}\n`);
    expect(read(text).findings.map(shown)).toEqual([`${place} ${message}`]);
  });

  it('with one address twice, however it is written, is refused at the second', () => {
    const { value, findings } = read('feeds:\n  - url: https://example.org\n  - url: HTTPS://Example.org/\n');
    expect(value).toBeNull();
    expect(findings.map(shown)).toEqual(['3:10 the feed HTTPS://Example.org/ is in the list twice']);
  });
});

describe('a subscribers file', () => {
  const read = (text: string) => readSubscribersFile(text, 'subscribers.yaml');
  const fileWith = (subscription: string) =>
    `subscribers:\n  - email: desk@example.org\n    subscriptions:\n      - ${subscription}\n`;
  const withSubscription = (subscription: string) => read(fileWith(subscription));

  it('has mail to the subscriber as the default', () => {
    expect(withSubscription('{ rules: [a], schedule: "weekly mon 07:30", quiet: "22:00-06:00" }').value).toEqual([
      {
        email: 'desk@example.org',
        name: 'desk@example.org',
        timezone: 'UTC',
        subscriptions: [
          {
            id: null,
            rules: ['a'],
            channel: 'email',
            target: 'desk@example.org',
            secretRef: null,
            schedule: { every: 'week', weekday: 1, at: { hour: 7, minute: 30 } },
            quiet: { from: { hour: 22, minute: 0 }, until: { hour: 6, minute: 0 } },
            maxPerHour: 20,
          },
        ],
      },
    ]);
  });

  it.each([
    [
      '{ rules: [a], schedule: ¦dayly }',
      'schedule: "dayly" is not a schedule; write instant, hourly, daily HH:MM, or weekly mon HH:MM',
    ],
    [
      '{ rules: [a], schedule: instant, quiet: ¦always }',
      'quiet: "always" does not give quiet hours; write them like 22:00-06:00',
    ],
    ['{ rules: ¦[], schedule: instant }', 'rules: a subscription needs at least one rule'],
    ['{ rules: [a], schedule: instant, channel: ¦sms }', 'channel: must be one of email, slack, webhook, not "sms"'],
    ['{ rules: [a], schedule: instant, target: ¦desk }', 'target: "desk" is not an email address'],
    ['{ rules: [a], schedule: instant, maxPerHour: ¦0.5 }', 'maxPerHour: must be a whole number, not 0.5'],
    ['{ rules: [a], schedule: instant, secret: "¦env:X" }', 'secret: only webhooks are signed; remove it'],
    [
      '{ rules: [a], schedule: instant, channel: webhook, target: ¦hook }',
      'target: a webhook needs a target like https://example.org/hook or env:NAME',
    ],
  ])('with the subscription %s is refused', (subscription, message) => {
    const { text, place } = marked(fileWith(subscription));
    expect(read(text).findings.map(shown)).toEqual([`${place} ${message}`]);
  });

  it.each([
    [
      '{ rules: [a], schedule: instant, channel: slack, target: "https://hooks.slack.com/services/T/B/x" }',
      'env:SLACK_WEBHOOK_URL',
    ],
    [
      '{ rules: [a], schedule: instant, channel: webhook, target: "https://hooks.slack.com/services/T/B/x" }',
      'channel: slack',
    ],
    ['{ rules: [a], schedule: instant, channel: webhook, target: "https://u:p@example.org" }', 'env:NAME'],
    [
      '{ rules: [a], schedule: instant, channel: webhook, target: "env:SMTP_URL" }',
      'names one of Tocsin’s own settings',
    ],
    [
      '{ rules: [a], schedule: instant, channel: webhook, target: "https://example.org", secret: whsec_x }',
      'write env:NAME',
    ],
    [
      '{ rules: [a], schedule: instant, channel: webhook, target: "https://example.org", secret: "env:SECRET_KEY" }',
      'names one of Tocsin’s own settings',
    ],
  ])('keeps secrets out: %s', (subscription, advice) => {
    const { value, findings } = withSubscription(subscription);
    expect(value).toBeNull();
    expect(findings.map(({ message }) => message).join()).toContain(advice);
  });

  it('takes references to variables that are none of our settings', () => {
    const hook =
      '{ rules: [a], schedule: instant, channel: webhook, target: "env:HOOK_URL", secret: "env:HOOK_SECRET" }';
    expect(withSubscription(hook).value?.[0]?.subscriptions[0]).toMatchObject({
      target: 'env:HOOK_URL',
      secretRef: 'env:HOOK_SECRET',
    });
    const slack = '{ rules: [a], schedule: instant, channel: slack, target: "env:SLACK_WEBHOOK_URL" }';
    expect(withSubscription(slack).findings).toEqual([]);
  });

  it('with a time zone that is none is refused, with the nearest', () => {
    const { findings } = read('subscribers:\n  - email: a@example.org\n    timezone: Asia/Almati\n');
    expect(findings.map(shown)).toEqual(['3:15 timezone: "Asia/Almati" is not a time zone; did you mean Asia/Almaty?']);
  });

  it('with one address twice, in any case, or one id twice is refused at the second', () => {
    const { findings } = read(
      'subscribers:\n  - email: a@example.org\n    subscriptions:\n      - { id: x, rules: [a], schedule: instant }\n' +
        '      - { id: x, rules: [a], schedule: hourly }\n  - email: A@example.org\n',
    );
    expect(findings.map(at)).toEqual(['6:12', '5:15']);
  });
});

describe('a duration', () => {
  it('is a whole number of seconds, minutes, hours or days', () => {
    expect(['90s', '5m', '2h', '1d'].map(parseDuration)).toEqual([90, 300, 7200, 86_400]);
    expect(['', '0s', '5', '1.5h', '-5m', '5 m', '1w'].map(parseDuration)).toEqual(Array(7).fill(null));
  });

  it('is written in the largest unit that fits', () => {
    expect([90, 300, 7200, 86_400].map(formatDuration)).toEqual(['90s', '5m', '2h', '1d']);
  });
});

describe('the starter files', () => {
  const text = (name: string) => readFileSync(new URL(`../../../config/${name}`, import.meta.url), 'utf8');

  it('are right, and every rule is in the language', () => {
    const { rules, concepts, findings } = readRulesFile(text('rules.yaml'), 'rules.yaml');
    expect(findings).toEqual([]);
    for (const { query } of rules) expect(parseQuery(query, { concepts })).toMatchObject({ kind: 'query' });
    const subscribed = readSubscribersFile(text('subscribers.yaml'), 'subscribers.yaml').value?.flatMap((each) =>
      each.subscriptions.flatMap((subscription) => subscription.rules),
    );
    expect(new Set(subscribed)).toEqual(new Set(rules.map(({ id }) => id)));
  });

  it('watch the region by at least fifteen feeds', () => {
    expect(readFeedsFile(text('feeds.yaml'), 'feeds.yaml').value?.length).toBeGreaterThanOrEqual(15);
  });

  it('hold examples that are right when they are taken out of their comments', () => {
    const examples = text('subscribers.yaml').replaceAll('# - {', '- {');
    const [first] = readSubscribersFile(examples, 'subscribers.yaml').value ?? [];
    expect(first?.subscriptions.map(({ channel }) => channel)).toEqual(['email', 'email', 'slack', 'webhook']);
  });
});
