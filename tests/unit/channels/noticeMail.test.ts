import { expect, it } from 'vitest';
import { noticeMail } from '../../../src/adapters/channels/mail/noticeMail.ts';

it('a notice quotes what strangers wrote as text, in one subject line, under an id that stays', async () => {
  const attack = '<script>x</script>\r\nBcc: everybody@example.org';
  const notice = {
    key: 'k',
    channel: 'email',
    recipient: 'owner@example.org',
    subject: attack,
    body: `${attack}\u202e`,
  } as const;
  const mail = await noticeMail(notice, 'uuid', { name: 'Tocsin', address: 'tocsin@example.org' });
  expect(mail.subject).toBe('<script>x</script> Bcc: everybody@example.org');
  expect(mail.html).not.toContain('<script>');
  expect(mail.text).not.toContain('\u202e');
  expect([mail.messageId, mail.to.address]).toEqual(['<uuid@example.org>', 'owner@example.org']);
  expect(mail.headers).toEqual({ 'Auto-Submitted': 'auto-generated' });
});
