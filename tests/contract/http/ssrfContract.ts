import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Agent } from 'undici';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createGuardedAgent, type LookupAll } from '../../../src/adapters/http/guardedAgent.ts';
import { hostileHosts, hostileSchemes, hostileUrls } from '../../support/hostileAddresses.ts';

/** Something of ours that is given addresses by strangers. */
export interface Reacher {
  /** Goes to the address as it would in service; says what came of it. */
  reach(url: string, agent: Agent): Promise<{ readonly isRefused: boolean }>;
  readonly followsRedirects: boolean;
}

/** Stands for the public internet: the only address that the tests allow. */
const publicAddress = '127.0.0.2';
const privateAddress = '127.0.0.1';

/** What everything promises that goes where a stranger says: it connects to public addresses, and to nothing else. */
export function ssrfContract(name: string, { reach, followsRedirects }: Reacher): void {
  describe(`${name} reaches nothing private`, () => {
    const inside = countingServer();
    const outside = countingServer();
    const agents: Agent[] = [];
    /** Of itself it knows `localhost` in every spelling, as most resolvers do. */
    const guarded = (lookup: LookupAll = (_name, _options, done) => done(null, [withFamily(privateAddress)])) => {
      const allowPrivateAddresses = [`${publicAddress}/32`];
      const agent = createGuardedAgent({ allowPrivateAddresses, connectTimeoutMs: 2000, lookup });
      agents.push(agent);
      return agent;
    };
    beforeAll(async () => {
      await inside.listen(privateAddress, 0);
      // The same port: what is meant for one address cannot reach the other by it.
      await outside.listen(publicAddress, inside.port());
    });
    afterEach(async () => {
      await Promise.all(agents.splice(0).map((agent) => agent.destroy()));
      for (const server of [inside, outside]) server.reset();
    });
    afterAll(() => Promise.all([inside.close(), outside.close()]));

    it('however the address is written', async () => {
      const agent = guarded();
      const passed: string[] = [];
      for (const url of hostileUrls(inside.port())) {
        const isRefused = URL.canParse(url) ? (await reach(url, agent)).isRefused : true;
        if (!isRefused) passed.push(url);
      }
      expect(passed).toEqual([]);
      expect([inside.requested(), outside.requested()]).toEqual([0, 0]);
    });

    it('though a redirect leads there', async () => {
      const agent = guarded();
      const passed: string[] = [];
      const targets = [...hostileHosts.map((host) => `http://${host}:${inside.port()}/`), ...hostileSchemes];
      for (const target of targets) {
        outside.redirectTo(target.replaceAll('\n', ''));
        const { isRefused } = await reach(`http://${publicAddress}:${outside.port()}/`, agent);
        if (followsRedirects && !isRefused) passed.push(target);
      }
      expect(passed).toEqual([]);
      expect([inside.requested(), outside.requested()]).toEqual([0, targets.length]);
    });

    it.each([
      ['only a private one', [privateAddress]],
      ['a private one second', [publicAddress, privateAddress]],
      ['a private one first', [privateAddress, publicAddress]],
      ['a mapped one second', [publicAddress, `::ffff:${privateAddress}`]],
      ['the metadata of a cloud second', [publicAddress, '169.254.169.254']],
    ])('by a name that has %s', async (_, addresses) => {
      const agent = guarded((_name, _options, callback) => callback(null, addresses.map(withFamily)));
      expect(await reach(`http://name.example:${inside.port()}/`, agent)).toEqual({ isRefused: true });
      expect([inside.requested(), outside.requested()]).toEqual([0, 0]);
    });

    it('by a name that changes between two lookups: what was checked is what is connected', async () => {
      const addresses = [publicAddress, privateAddress];
      let lookups = 0;
      const agent = guarded((_name, _options, callback) =>
        callback(null, [withFamily(addresses[lookups++] ?? privateAddress)]),
      );
      const url = `http://name.example:${inside.port()}/`;
      outside.closeAfterResponse();
      expect(await reach(url, agent)).toEqual({ isRefused: false });
      expect([lookups, inside.requested(), outside.requested()]).toEqual([1, 0, 1]);
      expect(await reach(url, agent)).toEqual({ isRefused: true });
      expect([inside.requested(), outside.requested()]).toEqual([0, 1]);
    });
  });
}

const withFamily = (address: string) => ({ address, family: address.includes(':') ? 6 : 4 });

function countingServer() {
  let [requested, location, connection] = [0, '', 'keep-alive'];
  const server: Server = createServer((request, response) => {
    requested++;
    request.resume();
    response.setHeader('connection', connection);
    if (location !== '') response.writeHead(302, { location: Buffer.from(location).toString('latin1') });
    response.end('<rss version="2.0"><channel><title>T</title></channel></rss>');
  });
  return {
    requested: () => requested,
    port: () => (server.address() as AddressInfo).port,
    redirectTo: (target: string) => {
      location = target;
    },
    closeAfterResponse: () => {
      connection = 'close';
    },
    reset: () => {
      [requested, location, connection] = [0, '', 'keep-alive'];
    },
    listen: (host: string, port: number) => new Promise<void>((resolve) => server.listen(port, host, resolve)),
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
