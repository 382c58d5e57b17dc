import fc from 'fast-check';
import { simpleParser } from 'mailparser';
import { createTransport } from 'nodemailer';
import { expect, it } from 'vitest';
import { noticeMail } from '../../../src/adapters/channels/mail/noticeMail.ts';
import { createMailRenderer, type RenderedMail } from '../../../src/adapters/channels/mail/renderMail.ts';
import { readNamedAddress } from '../../../src/domain/configuration/namedAddress.ts';
import { sampleAlert, sampleEntry, sampleSubscription } from '../../support/samples.ts';

const composer = createTransport({ streamTransport: true, buffer: true });
const from = { name: 'Tocsin', address: 'tocsin@example.org' };
const render = createMailRenderer({ from, publicUrl: 'https://tocsin.example.org', linkFor: () => '/unsubscribe' });

async function arrivedAs(mail: RenderedMail) {
  const { message } = await composer.sendMail({ ...mail, headers: { ...mail.headers } });
  return simpleParser(message as Buffer);
}

const titled = (text: string) => ({
  ...sampleAlert,
  entries: [{ ...sampleEntry, title: { ...sampleEntry.title, text } }],
});

const encodedWord = (text: string): string => `=?utf-8?B?${Buffer.from(text).toString('base64')}?=`;

it('a title that is an encoded word stays the letters that it is', async () => {
  const title = `Riot ${encodedWord('\u202eelif\r\nBcc: everybody@example.org')}`;
  const { subject } = await arrivedAs(await render(titled(title), sampleSubscription));
  expect(subject).toBe(`Casualty updates: ${title}`);
});

it('a title without one is written as it is, also with marks that look alike', async () => {
  const title = 'Is 2 + 2 = 4? =? maybe';
  const mail = await render(titled('Is 2 + 2 = 4?'), sampleSubscription);
  expect(mail.subject).toBe('Casualty updates: Is 2 + 2 = 4?');
  expect((await arrivedAs(await render(titled(title), sampleSubscription))).subject).toBe(`Casualty updates: ${title}`);
});

it('so do a notice’s subject and a subscriber’s name', async () => {
  const attack = encodedWord('\u202eevil');
  const notice = {
    key: 'k',
    channel: 'email' as const,
    recipient: 'owner@example.org',
    subject: `Blind: ${attack}`,
    body: 'x',
  };
  expect((await arrivedAs(await noticeMail(notice, 'uuid', from))).subject).toBe(`Blind: ${attack}`);
  const subscriber = { ...sampleSubscription.subscriber, name: `Aigul ${attack}` };
  const { to } = await arrivedAs(await render(sampleAlert, { ...sampleSubscription, subscriber }));
  expect(JSON.stringify(to)).not.toContain('evil');
});

it('whatever a title holds arrives as it was cleaned', async () => {
  const piece = fc.oneof(
    fc.constantFrom('=?', '?=', encodedWord('x'), '=?utf-8?Q?=41?=', ' '),
    fc.string({ unit: 'grapheme' }),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(piece, { maxLength: 8 }), async (pieces) => {
      const mail = await noticeMail(
        { key: 'k', channel: 'email' as const, recipient: 'a@example.org', subject: `A${pieces.join('')}`, body: '' },
        'uuid',
        from,
      );
      const { subject } = await arrivedAs(mail);
      const cleaned = pieces.join('').replace(/[^\p{L}\p{N}]+/gu, '');
      expect((subject ?? '').slice(1).replace(/[^\p{L}\p{N}]+/gu, '')).toBe(cleaned.slice(0, 400));
    }),
    { numRuns: 200 },
  );
});

it('a sender with a colon, a comma or an international domain is one sender', async () => {
  for (const [given, name, address] of [
    ['Tocsin: alerts, all <tocsin@example.org>', 'Tocsin: alerts, all', 'tocsin@example.org'],
    ['Набат <tocsin@новости.example>', 'Набат', 'tocsin@xn--b1amnebsh.example'],
  ] as const) {
    const sender = readNamedAddress(given);
    if (sender === null) throw new Error(`${given} is no address`);
    const mail = await arrivedAs(
      await noticeMail(
        { key: 'k', channel: 'email' as const, recipient: 'a@example.org', subject: 's', body: '' },
        'uuid',
        sender,
      ),
    );
    expect(mail.from?.value.map((each) => each.name)).toEqual([name]);
    expect(mail.headerLines.find(({ key }) => key === 'from')?.line).toContain(`<${address}>`);
    expect(mail.messageId).toBe(`<uuid@${address.split('@')[1]}>`);
  }
});
