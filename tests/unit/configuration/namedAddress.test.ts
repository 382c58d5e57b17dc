import { expect, it } from 'vitest';
import { domainOf, readNamedAddress } from '../../../src/domain/configuration/namedAddress.ts';

it.each([
  ['tocsin@example.org', '', 'tocsin@example.org'],
  ['<tocsin@example.org>', '', 'tocsin@example.org'],
  ['Tocsin <tocsin@example.org>', 'Tocsin', 'tocsin@example.org'],
  ['Tocsin: alerts <tocsin@example.org>', 'Tocsin: alerts', 'tocsin@example.org'],
  ['"Desk, \\"night\\" shift" <tocsin@example.org>', 'Desk, "night" shift', 'tocsin@example.org'],
  ['Desk, night (shift); all <tocsin@example.org>', 'Desk, night (shift); all', 'tocsin@example.org'],
  ['Набат <tocsin@новости.example>', 'Набат', 'tocsin@xn--b1amnebsh.example'],
])('%s', (text, name, address) => {
  expect(readNamedAddress(text)).toEqual({ name, address });
});

it.each([
  '',
  'tocsin',
  'tocsin@',
  '@example.org',
  'Tocsin <tocsin>',
  'a@example.org, b@example.org',
  'a: b@example.org',
  'A <a@example.org>\r\nBcc: x@example.org',
])('%j is none', (text) => expect(readNamedAddress(text)).toBeNull());

it('a domain is all that stands behind the last @', () => {
  expect(domainOf({ address: 'tocsin@mail.example.org' })).toBe('mail.example.org');
});
