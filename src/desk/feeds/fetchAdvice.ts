import type { FetchFailure } from '../../ports/feedSource.ts';

const newAddress =
  'find its new address on the publisher’s site and enter it on the feed’s page in the console, or in feeds.yaml';
const wait = 'Tocsin keeps trying; if the problem persists, ask the publisher or remove the feed';

/** What to do about each way in which a feed can fail. */
export const fetchAdvice: Readonly<Record<FetchFailure, string>> = {
  'address-refused': 'only public addresses are polled; if this one is yours, add its range to ALLOW_PRIVATE_ADDRESSES',
  dns: `check this machine’s name resolution; if other feeds respond, ${newAddress}`,
  credentials: 'set the variable in the environment of the service',
  connection: `check this machine’s network and firewall; if other feeds respond, ${wait}`,
  tls: `check this machine’s clock; if that is right, ${wait}`,
  timeout: wait,
  'too-large': 'it is too large to be read; look for a smaller feed from this publisher, perhaps of one section',
  'too-many-redirects': newAddress,
  'redirect-loop': `tell the publisher, or ${newAddress}`,
  forbidden:
    'if you have a password or token for it, add it on the feed’s page, or as auth in feeds.yaml; else ask the publisher to allow this reader, or remove the feed',
  'not-found': newAddress,
  'server-error': wait,
  'http-status': wait,
  empty: wait,
  undecodable: `the server compresses it in a way that Tocsin cannot read: tell the publisher; ${wait}`,
  gone: `the publisher has closed it: ${newAddress}, or remove the feed`,
  'not-a-feed': `the address leads to a web page: ${newAddress}`,
  malformed: `the document is broken beyond repair: tell the publisher; ${wait}`,
};
