import { describe, expect, it } from 'vitest';
import { credentialHeaders } from '../../../src/adapters/feeds/credentialHeaders.ts';
import {
  type FeedCredentials,
  mayCarryCredentials,
  referencesIn,
  sendsSecretsAnew,
} from '../../../src/domain/feeds/credentials.ts';

describe('the credentials of a feed go', () => {
  it.each([
    ['to its own address', 'https://a.example/rss', 'https://a.example/rss', true],
    ['to another page of its origin', 'https://a.example/rss', 'https://A.example:443/login?x', true],
    ['from http up to https of the same host', 'http://a.example/rss', 'https://a.example/rss', true],
    ['not from https down to http', 'https://a.example/rss', 'http://a.example/rss', false],
    ['not to another host', 'https://a.example/rss', 'https://b.example/rss', false],
    ['not to a subdomain, nor up from one', 'https://a.example/rss', 'https://www.a.example/rss', false],
    ['not to another port', 'https://a.example/rss', 'https://a.example:8443/rss', false],
    ['not up to https of another port', 'http://a.example/rss', 'https://a.example:8443/rss', false],
    ['not up to https from another port', 'http://a.example:8080/rss', 'https://a.example/rss', false],
  ])('%s', (_, listed, url, goes) => {
    expect(mayCarryCredentials(listed, url)).toBe(goes);
  });
});

describe('the headers they come to', () => {
  const environment: Readonly<Record<string, string>> = {
    U: 'ann',
    P: 'pässword:1',
    T: 't0ken\n',
    BAD: 'a\nb',
    C: 'a:b',
  };
  const headers = (credentials: FeedCredentials) =>
    credentialHeaders(credentials, (reference) => {
      const value = environment[reference.slice('env:'.length)];
      return value === undefined ? { ok: false, message: `${reference} is not set` } : { ok: true, value };
    });

  it.each([
    [
      { auth: { user: 'env:U', password: 'env:P' } },
      { authorization: `Basic ${Buffer.from('ann:pässword:1').toString('base64')}` },
    ],
    [{ auth: { bearer: 'env:T' } }, { authorization: 'Bearer t0ken' }],
    [{ headers: { 'X-Api-Key': 'env:T', Cookie: 'env:U' } }, { 'x-api-key': 't0ken', cookie: 'ann' }],
    [{}, {}],
  ])('of %j', (credentials, expected) => {
    expect(headers(credentials)).toEqual({ ok: true, headers: expected });
  });

  it.each([
    [{ auth: { bearer: 'env:NONE' } }, 'env:NONE is not set'],
    [{ auth: { bearer: 'env:BAD' } }, 'the value of env:BAD is empty or has characters that a header cannot carry'],
    [
      { headers: { 'X-Api-Key': 'env:BAD' } },
      'the value of env:BAD is empty or has characters that a header cannot carry',
    ],
    [{ auth: { user: 'env:C', password: 'env:P' } }, 'the value of env:C has a colon, which a user name cannot have'],
  ])('are none of %j, which says why and shows no value', (credentials, message) => {
    expect(headers(credentials)).toEqual({ ok: false, message });
  });

  it('need each reference once', () => {
    expect(referencesIn({ auth: { user: 'env:U', password: 'env:P' }, headers: { A: 'env:P', B: 'env:T' } })).toEqual([
      'env:U',
      'env:P',
      'env:T',
    ]);
  });
});

describe('an edit sends a secret where it did not go before', () => {
  const bearer = (name: string) => ({ auth: { bearer: `env:${name}` } });
  const before = { url: 'https://a.example/rss', credentials: bearer('T') };
  it.each([
    ['with a first login', { url: before.url }, before, true],
    ['as a new feed', null, before, true],
    ['with another variable', before, { ...before, credentials: bearer('OTHER') }, true],
    ['with one more variable', before, { ...before, credentials: { ...bearer('T'), headers: { A: 'env:B' } } }, true],
    ['at another origin', before, { ...before, url: 'https://b.example/rss' }, true],
    ['not at another page of its origin', before, { ...before, url: 'https://a.example/new' }, false],
    ['not in another header', before, { ...before, credentials: { headers: { A: 'env:T' } } }, false],
    ['not without one', before, { url: 'https://b.example/rss' }, false],
  ])('%s', (_, was, wanted, isAnew) => {
    expect(sendsSecretsAnew(was, wanted)).toBe(isAnew);
  });
});
