import { expect, it } from 'vitest';
import { type SendingOccasion, sendingNotices } from '../../../src/domain/notices/sendingNotices.ts';

const at = new Date('2022-03-02T12:00:00Z');
const mail = { channel: 'email', since: at, reason: '535 no (check the user and password in SMTP_URL)' } as const;
const hook = {
  ...{ id: 7, name: 'https://example.org/hook', reason: '404 nothing here', since: at },
  channel: 'webhook',
  subscribers: ['desk@example.org', 'admin@example.org'],
} as const;
const noticesOf = (changes: Partial<SendingOccasion>) =>
  sendingNotices({
    ...{ now: at, held: [], open: [], suppressed: [], closed: new Set() },
    ...{ admin: 'admin@example.org', hasSlack: true, consoleUrl: 'https://tocsin.example.org' },
    ...changes,
  });
const waysOf = (changes: Partial<SendingOccasion>) =>
  noticesOf(changes).map(({ channel, recipient }) => [channel, recipient]);

it('mail that is held is told by Slack, and that it works again by mail', () => {
  expect(waysOf({ held: [mail], closed: new Set(['email']) })).toEqual([['slack', 'Slack']]);
  expect(waysOf({ open: [mail] })).toEqual([['email', 'admin@example.org']]);
  expect(noticesOf({ held: [mail], closed: new Set(['email']) })[0]?.body).toContain(mail.reason);
});

it('nobody is told by the very channel that is held, nor where there is nobody to tell', () => {
  expect(waysOf({ held: [mail], closed: new Set(['email']), hasSlack: false })).toEqual([]);
  expect(waysOf({ held: [mail], closed: new Set(['email', 'slack']) })).toEqual([]);
  expect(waysOf({ open: [mail], admin: null, hasSlack: false })).toEqual([]);
});

it('a webhook that was switched off is told to ops and to its subscribers, once each, with what to do', () => {
  const notices = noticesOf({ suppressed: [hook] });
  expect(notices.map(({ recipient }) => recipient)).toEqual(['admin@example.org', 'desk@example.org']);
  expect(notices[0]?.body).toContain('tocsin deliveries resume 7');
  expect(new Set(notices.map(({ key }) => key)).size).toBe(2);
});

it('an address that nobody answers to is told to ops only', () => {
  const address = { ...hook, channel: 'email', name: 'gone@example.org', subscribers: ['gone@example.org'] } as const;
  expect(waysOf({ suppressed: [address] })).toEqual([['email', 'admin@example.org']]);
});
