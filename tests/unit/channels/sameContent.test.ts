import { expect, it } from 'vitest';
import { createMailRenderer } from '../../../src/adapters/channels/mail/renderMail.ts';
import { onceForSameContent } from '../../../src/adapters/channels/mail/sameContent.ts';
import { sampleAlert, sampleDigest, sampleEntry, sampleSubscription } from '../../support/samples.ts';

/** As the store gives it: an object of its own for each subscription. */
const addressed = (subscriptionId: number) => ({
  ...structuredClone(sampleAlert),
  ...{ id: `id-${subscriptionId}`, subscriptionId, key: `key-${subscriptionId}` },
});

it('what many subscribers are sent is rendered once for each time zone', () => {
  const rendered: string[] = [];
  const render = onceForSameContent((message, timezone) => {
    rendered.push(timezone);
    return message.entries.length;
  });
  for (let id = 0; id < 100; id++) render(addressed(id), id % 2 === 0 ? 'Asia/Almaty' : 'UTC');
  expect(rendered).toEqual(['Asia/Almaty', 'UTC']);
});

it('what differs in a word, a kind or a notice is rendered anew', () => {
  let count = 0;
  const render = onceForSameContent(() => ++count);
  const [start, ...rest] = sampleEntry.excerpts;
  if (start === undefined) throw new Error('the sample has no excerpt');
  const other = { ...sampleEntry, excerpts: [{ ...start, text: `${start.text}!` }, ...rest] };
  const messages = [
    sampleAlert,
    { ...sampleAlert, entries: [other] },
    sampleDigest,
    { ...sampleDigest, missedPeriods: 2 },
  ];
  expect(messages.map((message) => render(message, 'UTC'))).toEqual([1, 2, 3, 4]);
});

it('keeps the last few contents, not all', () => {
  let count = 0;
  const render = onceForSameContent(() => ++count);
  const alertOn = (title: string) => ({
    ...sampleAlert,
    entries: [{ ...sampleEntry, title: { text: title, highlights: [] } }],
  });
  for (let index = 0; index < 100; index++) render(alertOn(`Title ${index}`), 'UTC');
  expect([render(alertOn('Title 99'), 'UTC'), render(alertOn('Title 0'), 'UTC')]).toEqual([100, 101]);
});

it('each subscriber’s mail has their own name, address, id and link', async () => {
  const render = createMailRenderer({
    ...{ from: { name: 'Tocsin', address: 'tocsin@example.org' }, publicUrl: '' },
    linkFor: (id) => `https://tocsin.example.org/unsubscribe/${id}`,
  });
  const mailTo = (id: number, name: string) =>
    render(addressed(id), {
      ...{ ...sampleSubscription, id, target: `${name}@example.org` },
      subscriber: { ...sampleSubscription.subscriber, name },
    });
  const [first, second] = [await mailTo(1, 'Aida'), await mailTo(2, 'Bolat')];
  for (const part of ['text', 'html'] as const) {
    expect(first[part]).toContain('unsubscribe/1');
    expect(second[part]).toMatch(/Bolat[\s\S]*unsubscribe\/2/);
    expect(second[part]).not.toMatch(/Aida|unsubscribe\/1/);
    expect(second[part].replace('Bolat', 'Aida').replace('unsubscribe/2', 'unsubscribe/1')).toBe(first[part]);
  }
  expect([first.messageId, second.messageId]).toEqual(['<id-1@example.org>', '<id-2@example.org>']);
});
