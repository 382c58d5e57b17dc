import { expect, it } from 'vitest';
import { smtpTransportOptions } from '../../../src/adapters/channels/smtp/smtpTransportOptions.ts';
import { readSmtpUrl } from '../../../src/domain/configuration/smtpUrl.ts';

it('names the server as plainly as it may be named', () => {
  expect(smtpTransportOptions('smtp://mail.example.org')).toEqual({
    ...{ host: 'mail.example.org', port: 587, secure: false, tls: {} },
  });
  expect(smtpTransportOptions('smtps://mail.example.org')).toMatchObject({ port: 465, secure: true });
  expect(smtpTransportOptions('smtp://[::1]:25')).toMatchObject({ host: '::1', port: 25 });
  expect(smtpTransportOptions('smtp://почта.example')).toMatchObject({ host: 'xn--80a1acny.example' });
});

it('hands every option on under the library’s name for it', () => {
  const options =
    'requireTLS=true&ignoreTLS=false&name=tocsin.example.org&authMethod=plain&tls.rejectUnauthorized=false&tls.servername=mx.example.org&tls.minVersion=TLSv1.3';
  expect(smtpTransportOptions(`smtp://reader:p%40ss%25word@mail.example.org?${options}`)).toEqual({
    ...{ host: 'mail.example.org', port: 587, secure: false },
    auth: { user: 'reader', pass: 'p@ss%word' },
    ...{ requireTLS: true, ignoreTLS: false, name: 'tocsin.example.org', authMethod: 'PLAIN' },
    tls: { rejectUnauthorized: false, servername: 'mx.example.org', minVersion: 'TLSv1.3' },
  });
});

it('says what is wrong without the user or the password', () => {
  for (const url of ['smtp://secret%zz:secret@mail.example.org', 'smtp://a:secret%@mail.example.org?x=1']) {
    expect(readSmtpUrl(url)).toMatchObject({ wrong: expect.stringContaining('%25') });
    expect(JSON.stringify(readSmtpUrl(url))).not.toContain('secret');
    expect(() => smtpTransportOptions(url)).toThrow('SMTP_URL: a %');
  }
});
