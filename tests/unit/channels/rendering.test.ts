import fc from 'fast-check';
import { Parser } from 'htmlparser2';
import { describe, expect, it } from 'vitest';
import { createMailRenderer } from '../../../src/adapters/channels/mail/renderMail.ts';
import { slackMessage } from '../../../src/adapters/channels/slack/slackMessage.ts';
import { webhookPayload } from '../../../src/adapters/channels/webhook/webhookPayload.ts';
import type { Entry, EntryStory } from '../../../src/domain/digests/entry.ts';
import { boundsInWords } from '../../../src/domain/ledger/boundsInWords.ts';
import { sampleAlert, sampleDigest, sampleEntry, sampleStory, sampleSubscription } from '../../support/samples.ts';

const render = createMailRenderer({
  from: { name: 'Tocsin', address: 'tocsin@example.org' },
  linkFor: (id) => `https://tocsin.example.org/unsubscribe/${id}.x`,
  publicUrl: 'https://tocsin.example.org',
});

describe('a mail', () => {
  it('says the news, where it is from, when, and why it came', async () => {
    const { subject, text, html } = await render(sampleAlert, sampleSubscription);
    expect(subject).toBe('Casualty updates: Riot in Almaty');
    for (const words of [
      '*Riot* in Almaty',
      'Steppe Wire',
      '14:30',
      'Casualty updates (casualty-updates), revision 3',
      'https://wire.example/1',
    ])
      expect(text).toContain(words);
    expect(text).toContain('A *riot* began');
    expect(html).toMatch(/<mark[^>]*>riot<\/mark>/);
  });

  it('keeps its Message-ID over all attempts, and offers to unsubscribe with one click', async () => {
    const [first, second] = [
      await render(sampleAlert, sampleSubscription),
      await render(sampleAlert, sampleSubscription),
    ];
    expect(first.messageId).toBe(`<${sampleAlert.id}@example.org>`);
    expect(second.messageId).toBe(first.messageId);
    expect(first.headers).toMatchObject({
      'List-Unsubscribe': '<https://tocsin.example.org/unsubscribe/7.x>',
      'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
      'Auto-Submitted': 'auto-generated',
    });
  });

  it('says when it comes late, or gathered', async () => {
    const words = async (changes: object) => (await render({ ...sampleDigest, ...changes }, sampleSubscription)).text;
    expect(await words({ missedPeriods: 2 })).toContain('The service was down');
    expect(await words({ gatheredBecause: 'quiet-hours' })).toContain('quiet hours');
    expect(await words({ gatheredBecause: 'rate-limit' })).toContain('limit');
    expect(await words({ gatheredBecause: 'cooldown' })).toContain('cooldown');
  });
});

it('says of each quote that the feed does not have that it is from the article’s page, on every channel', async () => {
  const [move] = sampleStory.facts;
  const [killed, ...others] = sampleStory.ledger;
  if (move === undefined || killed === undefined) throw new Error('the sample has no figures');
  const textFrom = 'page' as const;
  const excerpts = [...sampleEntry.excerpts, { text: 'The airport is closed.', highlights: [], textFrom }];
  const story: EntryStory = {
    ...sampleStory,
    facts: [move.kind === 'move' ? { ...move, textFrom } : move],
    ledger: [{ ...killed, textFrom }, ...others],
  };
  const alert = { ...sampleAlert, entries: [{ ...sampleEntry, excerpts, story }] };
  const { text, html } = await render(alert, sampleSubscription);
  const slack = JSON.stringify(slackMessage(alert, 'Asia/Almaty'));
  for (const shown of [text, html.replace(/<[^>]{0,200}>/g, ''), slack]) {
    expect(shown).toMatch(/The airport is closed\. \(from the article’s page\)/);
    expect(shown).toMatch(/164 people had been killed["”] \(from the article’s page\)/);
    expect(shown.match(/from the article’s page/g)).toHaveLength(2);
  }
  const [shown] = webhookPayload(alert).data.entries;
  expect(shown?.excerpts.map((excerpt) => excerpt.textFrom)).toEqual([undefined, 'page']);
});

describe('the figures of a story', () => {
  const entry = { ...sampleEntry, story: sampleStory };
  const alert = { ...sampleAlert, entries: [entry] };

  it('stand in the subject and before the report: how they moved, who says so, when, and in which words', async () => {
    const { subject, text, html } = await render(alert, sampleSubscription);
    expect(subject).toBe('Casualty updates: killed 26 → 164: Riot in Almaty');
    const [moved, stands] = text.split('\n');
    expect(moved).toBe(
      '> killed 26 → 164 (Health Ministry, Sunday 9 Jan; Interior Ministry says 44): "164 people had been killed"',
    );
    expect(stands).toBe('  arrested 3,800 or more (Courier, unchanged since Friday 7 Jan)');
    expect(html).toContain('<strong>killed 26 → 164</strong>');
    expect(JSON.stringify(slackMessage(alert, 'UTC').blocks)).toContain('*killed 26 → 164* · Health Ministry');
  });

  it.each(['Asia/Almaty', 'Europe/Berlin', 'Pacific/Kiritimati', 'Pacific/Honolulu', 'UTC'])(
    'are of the day that the article states, wherever the reader is: %s',
    async (timezone) => {
      const [arrested] = sampleStory.ledger.slice(1);
      const facts = sampleStory.facts.map((fact) => ({ ...fact, asOf: '2022-01-08' }));
      const ledger = [
        { ...sampleStory.ledger[0], asOf: '2022-01-08' },
        { ...arrested, asOf: '2022-01-06' },
      ];
      const dated = {
        ...alert,
        entries: [{ ...entry, story: { ...sampleStory, facts, ledger } as EntryStory }],
      };
      const reader = { ...sampleSubscription, subscriber: { ...sampleSubscription.subscriber, timezone } };
      const { text, html } = await render(dated, reader);
      const slack = JSON.stringify(slackMessage(dated, timezone));
      for (const shown of [text, html, slack]) {
        expect(shown).toContain('Health Ministry, Saturday 8 Jan');
        expect(shown).toContain('unchanged since Thursday 6 Jan');
      }
      expect(webhookPayload(dated).data.entries[0]?.story?.ledger.map(({ asOf }) => asOf)).toEqual([
        ...['2022-01-08', '2022-01-06'],
      ]);
    },
  );

  it('are said once for several reports of it, with every step', async () => {
    const down = {
      ...entry,
      story: {
        ...sampleStory,
        facts: [{ ...sampleStory.facts[0], from: { min: 164, max: 164 }, to: { min: 44, max: 44 } }],
        ledger: [{ ...sampleStory.ledger[0], min: 44, max: 44, others: [] }],
      },
    } as Entry;
    const { text } = await render({ ...sampleDigest, entries: [entry, sampleEntry, down] }, sampleSubscription);
    expect(text.match(/killed .*\(/g)).toEqual(['killed 26 → 164 → 44 (']);
    expect(text).toContain('== Riot in Almaty ==');
  });

  it('name what is denied, and what a rule sees in it for the first time', async () => {
    const denial = {
      kind: 'denial',
      figure: 'killed',
      min: 164,
      max: 164,
      attribution: 'Ministry',
      quote: '',
    } as const;
    const term = { kind: 'term', ruleId: 'r', term: '@csto' } as const;
    const story = { ...sampleStory, facts: [denial, term], ledger: [] };
    const { text } = await render({ ...alert, entries: [{ ...sampleEntry, story }] }, sampleSubscription);
    expect(text.split('\n').slice(0, 2)).toEqual(['! denied: 164 killed (Ministry)', '+ new in this story: @csto']);
  });

  it.each([
    [{ min: 26, max: 26 }, '26'],
    [{ min: 3800, max: null }, '3,800 or more'],
    [{ min: 0, max: 20 }, 'up to 20'],
    [{ min: 10, max: 12 }, '10–12'],
    [{ min: 0, max: 0 }, '0'],
    [null, 'withdrawn'],
  ])('%o reads %s', (bounds, words) => {
    expect(boundsInWords(bounds)).toBe(words);
  });
});

describe('what strangers write stays text', () => {
  const hostile = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.constantFrom(
      '<script>alert(1)</script>',
      '"><img src=x onerror=alert(1)>',
      'a\r\nBcc: all@example.org',
      '\u202egnp.exe',
      '&lt;b&gt;',
      '</p><style>*{}</style>',
      '<!channel>',
      '<https://evil.example|x>',
    ),
  );
  const hostileStory = (title: string, quote: string) => {
    const said = { attribution: title, outlet: title, quote };
    return {
      ...{ ...sampleStory, title },
      facts: sampleStory.facts.map((fact) => ({ ...fact, ...said })),
      ledger: sampleStory.ledger.map((figure) => ({ ...figure, ...said })),
    } as EntryStory;
  };
  const link = fc.oneof(
    fc.constantFrom('javascript:alert(1)', 'data:text/html,x', 'https://ok.example/"onclick="x', 'no link'),
    fc.webUrl(),
  );

  it('in HTML: no element and no link of theirs, in headers no line of theirs', async () => {
    await fc.assert(
      fc.asyncProperty(hostile, hostile, link, async (title, body, address) => {
        const entry = {
          ...sampleEntry,
          title: { text: title, highlights: [] },
          excerpts: [{ text: body, highlights: [] }],
          link: address,
          story: hostileStory(title, body),
        };
        const { html, subject } = await render({ ...sampleAlert, entries: [entry] }, sampleSubscription);
        // biome-ignore lint/suspicious/noControlCharactersInRegex: none of them may be left
        expect(subject).not.toMatch(/[\u0000-\u001f]/);
        const parser = new Parser({
          onopentag: (name, attributes) => {
            expect(['script', 'img', 'iframe', 'object', 'svg', 'form', 'link']).not.toContain(name);
            expect(Object.keys(attributes).filter((attribute) => attribute.startsWith('on'))).toEqual([]);
            expect(attributes.href ?? 'https:').toMatch(/^https?:/);
          },
        });
        parser.end(html);
      }),
    );
  });

  it('in Slack: no mention and no link of theirs', () => {
    fc.assert(
      fc.property(hostile, hostile, (title, body) => {
        const entry = {
          ...sampleEntry,
          title: { text: title, highlights: [] },
          excerpts: [{ text: body, highlights: [] }],
          link: null,
          story: hostileStory(title, body),
        };
        const message = JSON.stringify(slackMessage({ ...sampleAlert, entries: [entry] }, 'UTC'));
        expect(message).not.toMatch(/[<>]/);
      }),
    );
  });
});

it('keeps to the limits of Slack, and says what it left out', () => {
  const entries = Array.from({ length: 60 }, () => ({
    ...sampleEntry,
    title: { text: 'x'.repeat(5000), highlights: [] },
  }));
  const { blocks } = slackMessage({ ...sampleDigest, entries }, 'UTC');
  expect(blocks.length).toBeLessThanOrEqual(50);
  expect(Math.max(...blocks.map((block) => JSON.stringify(block).length))).toBeLessThan(3100);
  expect(JSON.stringify(blocks.at(-1))).toContain('and 40 more');
});
