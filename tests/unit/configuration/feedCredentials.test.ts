import { describe, expect, it } from 'vitest';
import { readFeedsFile } from '../../../config/feedsFile.ts';
import { readOpml } from '../../../config/readOpml.ts';
import { readSubscribersFile } from '../../../config/subscribersFile.ts';

const read = (more: string, url = 'https://wire.example/rss') =>
  readFeedsFile(`feeds:\n  - { url: "${url}", name: Wire${more === '' ? '' : `, ${more}`} }\n`, 'feeds.yaml');
const findings = (text: ReturnType<typeof read>) =>
  text.findings.map(({ message, suggestion }) => `${message}${suggestion ?? ''}`).join('\n');

const authAdvice = 'auth: write { user: "env:NAME", password: "env:NAME" } or { bearer: "env:NAME" }';

describe('a feed that its publisher lets only some read', () => {
  it.each([
    [
      'auth: { user: "env:WIRE_USER", password: "env:WIRE_PASSWORD" }',
      { auth: { user: 'env:WIRE_USER', password: 'env:WIRE_PASSWORD' } },
    ],
    ['auth: { bearer: "env:WIRE_TOKEN" }', { auth: { bearer: 'env:WIRE_TOKEN' } }],
    ['headers: { X-Api-Key: "env:WIRE_KEY" }', { headers: { 'X-Api-Key': 'env:WIRE_KEY' } }],
    [
      'auth: { bearer: "env:T" }, headers: { X-Client: "env:C" }',
      { auth: { bearer: 'env:T' }, headers: { 'X-Client': 'env:C' } },
    ],
  ])('has %s', (written, credentials) => {
    expect(read(written).value).toEqual([
      { url: 'https://wire.example/rss', name: 'Wire', everySeconds: null, credentials },
    ]);
  });

  it.each(['', 'headers: {}'])('has none with %j', (written) => {
    expect(read(written).value?.[0]).not.toHaveProperty('credentials');
  });

  it.each([
    ['auth: hunter2', authAdvice],
    ['auth: ["env:A"]', authAdvice],
    ['auth: ', authAdvice],
    ['auth: {}', authAdvice],
    ['auth: { user: "env:A" }', authAdvice],
    ['auth: { bearer: "env:A", user: "env:A", password: "env:A" }', authAdvice],
    ['auth: { token: "env:A" }', authAdvice],
    ['auth: { password:hunter2, user: "env:A" }', authAdvice],
    ['auth: { user: "env:A", password: hunter2 }', 'auth.password: this is not a reference: write env:NAME'],
    ['auth: { bearer: 12345 }', 'auth.bearer: this is not a reference: write env:NAME'],
    ['auth: { bearer: "env:hunter 2" }', 'auth.bearer: this is not a reference: write env:NAME'],
    ['headers: hunter2', 'headers: write { X-Api-Key: "env:NAME" }'],
    ['headers: { X-Api-Key: hunter2 }', 'headers.X-Api-Key: this is not a reference: write env:NAME'],
    ['headers: { X-Api-Key:hunter2 }', 'headers: has a name that no header can have'],
    ['headers: { Accept: "env:A" }', 'headers: accept is a header that Tocsin sets itself'],
    ['headers: { Host: "env:A" }', 'headers: host is a header that Tocsin sets itself'],
    ['headers: { Proxy-Authorization: "env:A" }', 'proxy-authorization is a header that Tocsin sets itself'],
    ['headers: { X-A: "env:A", x-a: "env:B" }', 'x-a is given twice'],
    ['auth: { bearer: "env:A" }, headers: { Authorization: "env:B" }', 'has authorization beside auth'],
    ...['SMTP_URL', 'secret_key', 'DATABASE_URL', 'SLACK_WEBHOOK_URL'].map((name) => [
      `auth: { bearer: "env:${name}" }`,
      'names one of Tocsin’s own settings',
    ]),
  ])('is refused with %s, and nothing of it is repeated', (written, words) => {
    const result = read(written);
    expect(result.value).toBeNull();
    expect(findings(result)).toContain(words);
    expect(JSON.stringify(result.findings)).not.toMatch(/hunter|12345/);
  });

  it.each([
    'https://ann:hunter2@wire.example/rss',
    'https://:hunter2@wire.example/rss',
    'https://ann@wire.example/rss',
  ])('has no password in its address: %s', (url) => {
    const result = read('', url);
    expect(result.value).toBeNull();
    expect(findings(result)).toContain('auth: { user: "env:NAME", password: "env:NAME" }');
    expect(JSON.stringify(result.findings)).not.toMatch(/hunter|ann/);
  });

  it.each([
    'https://ann:hunter2@wire.example/rss',
    'https://:hunter2@wire.example/rss',
    'https:ann:hunter2@wire.example/rss',
    'https:\\\\ann:hunter2@wire.example/rss',
    'feed:https://ann:hunter2@wire.example/rss',
    'ann:hunter2@wire.example/rss',
  ])('is not taken from an OPML file with one, which is not shown: %s', (url) => {
    const { feeds, findings } = readOpml(`<opml><body><outline text="Wire" xmlUrl="${url}"/></body></opml>`, 'f.opml');
    expect(feeds).toEqual([]);
    expect(findings).toHaveLength(1);
    expect(JSON.stringify(findings)).not.toMatch(/hunter|ann/);
  });
});

it.each(['whsec_hunter2', '12345'])('the secret of a subscription is refused without being repeated: %s', (secret) => {
  const { value, findings } = readSubscribersFile(
    `subscribers:\n  - email: a@example.org\n    subscriptions:\n      - { rules: [a], schedule: instant, channel: webhook, target: "https://example.org", secret: ${secret} }\n`,
    'subscribers.yaml',
  );
  expect(value).toBeNull();
  expect(findings.map(({ message }) => message).join()).toContain('write env:NAME');
  expect(JSON.stringify(findings)).not.toMatch(/hunter|12345/);
});
