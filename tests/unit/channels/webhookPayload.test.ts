import { expect, it } from 'vitest';
import { webhookPayload } from '../../../src/adapters/channels/webhook/webhookPayload.ts';
import { hostileSchemes } from '../../support/hostileAddresses.ts';
import { sampleAlert } from '../../support/samples.ts';

const linkSent = (link: string | null) => {
  const [entry] = sampleAlert.entries;
  if (entry === undefined) throw new Error('the sample has an entry');
  return webhookPayload({ ...sampleAlert, entries: [{ ...entry, link }] }).data.entries[0]?.link;
};

it.each(hostileSchemes)('a webhook carries no link like %j', (link) => {
  expect(linkSent(link)).toBeNull();
});

it('a webhook carries links to the web as they are', () => {
  expect(linkSent('https://wire.example/a?b=c')).toBe('https://wire.example/a?b=c');
  expect(linkSent(null)).toBeNull();
});
