import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createPollStore } from '../../../src/adapters/store/poll/polledFeeds.ts';
import { type HubServer, signedWith, startHubServer } from '../../support/hubServer.ts';
import { createPushedWorld, type PushedWorld, rssOf, topic } from '../../support/pushedWorld.ts';
import { later } from '../../support/world.ts';

let world: PushedWorld;
let hub: HubServer;
beforeEach(async () => {
  [world, hub] = await Promise.all([createPushedWorld(), startHubServer()]);
});
afterEach(() => Promise.all([world.close(), hub.close()]));

const dayMinutes = 24 * 60;

/** The feed names the hub, and the hub is asked and verifies. */
async function subscribe(): Promise<void> {
  await world.publish(['first'], { hub: hub.url });
  await world.poll();
  await world.round();
  await hub.settled();
}

/** A round at this minute, and what the hub does about it. */
async function roundAt(minute: number): Promise<void> {
  world.at(minute);
  await world.round();
  await hub.settled();
}

const state = async () => (await world.subscription())?.state;
const modes = () => hub.requests.map((form) => form['hub.mode']);
const token = async () => String((await world.subscription())?.token);
const get = async (query: Readonly<Record<string, string>>, of?: string) => {
  const url = new URL(world.callbackUrl(of ?? (await token())));
  for (const [name, value] of Object.entries(query)) url.searchParams.set(`hub.${name}`, value);
  const response = await fetch(url);
  return [response.status, await response.text()] as const;
};

async function isPushed(minute: number): Promise<boolean | undefined> {
  await world.db.execute('UPDATE feeds SET next_poll_at = $1', [later(minute)]);
  const store = createPollStore(world.db);
  const [claimed] = await store.claimDueFeeds(later(minute), 1);
  if (claimed !== undefined) await store.release([claimed.lease]);
  return claimed?.feed.isPushed;
}

describe('a feed that names a hub', () => {
  it('is subscribed to as its document names it, with a secret and an address that nobody guesses', async () => {
    await subscribe();
    expect(hub.requests).toMatchObject([
      { 'hub.mode': 'subscribe', 'hub.topic': topic, 'hub.lease_seconds': '864000' },
    ]);
    const [subscriber] = hub.subscribers;
    expect(subscriber?.secret).toMatch(/^[\w-]{43}$/);
    expect(subscriber?.callback).toMatch(/\/websub\/[\w-]{43}$/);
    expect(await world.subscription()).toMatchObject({
      state: 'active',
      requested: null,
      lease_ends_at: later(10 * dayMinutes),
    });
  });

  it('has what the hub sends saved before it is answered, once, and matching woken', async () => {
    await subscribe();
    const before = world.woken.length;
    expect(await hub.publish(topic, rssOf(['second', 'first']))).toEqual([204]);
    expect(await hub.publish(topic, rssOf(['second', 'first']))).toEqual([204]);
    expect(await world.titles()).toEqual(['first', 'second']);
    expect(world.woken.slice(before)).toEqual(['match']);
    const waiting = await world.db.query("SELECT FROM pipeline_items WHERE step = 'match'");
    expect(waiting).toHaveLength(2);
    expect(await world.db.query('SELECT created FROM feed_hours')).toEqual([{ created: 1 }]);
    await world.publish(['second', 'first'], { hub: hub.url });
    await world.poll();
    expect(await world.titles()).toEqual(['first', 'second']);
  });

  it('has what the hub sends left alone while the feed is paused, and taken again afterwards', async () => {
    await subscribe();
    await world.db.execute("UPDATE feeds SET paused_at = $1, paused_by = 'Dana'", [later(0)]);
    const push = () => hub.publish(topic, rssOf(['second', 'first']));
    expect([await push(), await world.titles()]).toEqual([[204], ['first']]);
    await world.db.execute('UPDATE feeds SET paused_at = NULL');
    expect([await push(), await world.titles()]).toEqual([[204], ['first', 'second']]);
  });

  it('has what is pushed and polled at once saved once', async () => {
    await subscribe();
    await world.publish(['second', 'third'], { hub: hub.url });
    await Promise.all([
      world.poll(),
      hub.publish(topic, rssOf(['third', 'second'])),
      hub.publish(topic, rssOf(['second'])),
    ]);
    expect([...(await world.titles())].sort()).toEqual(['first', 'second', 'third']);
  });

  it('is known to the hub by its own address where its document does not say', async () => {
    await world.publish(['first'], { hub: hub.url, self: 'nowhere:1' });
    await world.poll();
    expect(await world.subscription()).toMatchObject({ topic: 'https://wire.example/rss' });
  });

  it('is subscribed to once, however many processes look', async () => {
    await world.publish(['first'], { hub: hub.url });
    await Promise.all([world.poll(), world.poll()]);
    await Promise.all([world.round(), world.round(), world.round()]);
    await hub.settled();
    expect(modes()).toEqual(['subscribe']);
  });

  it('is not asked for again by a later document, nor by a later process', async () => {
    await subscribe();
    await world.poll();
    await roundAt(60);
    expect(modes()).toEqual(['subscribe']);
    expect(await hub.publish(topic, rssOf(['second']))).toEqual([204]);
  });

  it('may have a hub that verifies before it answers', async () => {
    hub.options.verifies = 'sync';
    await subscribe();
    expect(await world.subscription()).toMatchObject({ state: 'active', attempts: 0 });
  });
});

describe('what comes without the signature of our secret', () => {
  const body = rssOf(['second']);
  const forged: readonly (readonly [string, (secret: string) => string | null])[] = [
    ['none', () => null],
    ['one of another secret', () => signedWith('sha256', body)('another')],
    ['one of another text', signedWith('sha256', 'another')],
    ['a method that is not of the Recommendation', signedWith('md5', body)],
    ['an empty one', () => 'sha256='],
    ['one that is too short', (secret) => signedWith('sha1', body)(secret).replace('sha1', 'sha256')],
  ];

  it('is answered as if all were well, and ignored', async () => {
    await subscribe();
    for (const [name, signature] of forged)
      expect([name, await hub.publish(topic, body, signature)]).toEqual([name, [204]]);
    expect(await world.titles()).toEqual(['first']);
    expect(await isPushed(1)).toBe(false);
  });

  it('is told from what has it, by each method of the Recommendation', async () => {
    await subscribe();
    for (const method of ['sha1', 'sha256', 'sha384', 'sha512']) {
      const signed = rssOf([method]);
      expect(await hub.publish(topic, signed, signedWith(method, signed))).toEqual([204]);
    }
    expect(await world.titles()).toEqual(['first', 'sha1', 'sha256', 'sha384', 'sha512']);
  });
});

describe('a forged call', () => {
  const wanted = { mode: 'subscribe', topic, challenge: 'x', lease_seconds: '60' };

  it('of an address that is not ours changes nothing: 404 to a GET, 410 to a POST', async () => {
    await subscribe();
    expect((await get(wanted, 'guessed'))[0]).toBe(404);
    const response = await fetch(world.callbackUrl('guessed'), { method: 'POST', body: rssOf(['second']) });
    expect(response.status).toBe(410);
    expect(await world.titles()).toEqual(['first']);
  });

  it('is a verification of what we did not ask for', async () => {
    await world.publish(['first'], { hub: hub.url });
    await world.poll();
    expect((await get(wanted))[0]).toBe(404);
    await world.round();
    await hub.settled();
    for (const forged of [
      { ...wanted, mode: 'unsubscribe' },
      { ...wanted, mode: 'publish' },
    ]) {
      expect((await get(forged))[0]).toBe(404);
    }
    expect(await world.subscription()).toMatchObject({ state: 'active', lease_ends_at: later(10 * dayMinutes) });
  });

  it('is not the verification that a hub repeats since it did not hear our answer, which changes nothing', async () => {
    await subscribe();
    const before = await world.subscription();
    world.at(10);
    expect((await get(wanted))[0]).toBe(200);
    expect(await world.subscription()).toEqual(before);
  });

  it('is one of another topic, or without a challenge', async () => {
    hub.options.verifies = 'never';
    await subscribe();
    expect((await get({ ...wanted, topic: 'https://other.example/' }))[0]).toBe(404);
    expect((await get({ mode: 'subscribe', topic }))[0]).toBe(404);
    expect((await get({ mode: 'subscribe', challenge: 'x' }))[0]).toBe(404);
    expect(await state()).toBe('pending');
    expect(await get({ ...wanted, challenge: '<b>&' })).toEqual([200, '<b>&']);
  });

  it('has its challenge echoed as plain text that no browser takes for a page', async () => {
    hub.options.verifies = 'never';
    await subscribe();
    const url = `${world.callbackUrl(await token())}?hub.mode=subscribe&hub.topic=${encodeURIComponent(topic)}&hub.challenge=x`;
    expect((await fetch(url)).headers.get('content-type')).toMatch(/^text\/plain/);
  });

  it('that is larger than a feed may be is not read', async () => {
    await subscribe();
    expect(await hub.publish(topic, 'x'.repeat(10_000_001))).toEqual([413]);
    const body = new Blob(['x'.repeat(10_000_001)]).stream();
    const response = await fetch(hub.subscribers[0]?.callback ?? '', {
      method: 'POST',
      body,
      duplex: 'half',
    } as RequestInit);
    expect(response.status).toBe(413);
  });
});

describe('a lease', () => {
  it('is renewed well before its end, with the same secret and address', async () => {
    hub.options.leaseSeconds = 86_400;
    await subscribe();
    await roundAt(0.69 * dayMinutes);
    expect(modes()).toEqual(['subscribe']);
    await roundAt(0.8 * dayMinutes);
    expect(modes()).toEqual(['subscribe', 'subscribe']);
    const [first, second] = hub.requests;
    expect([second?.['hub.secret'], second?.['hub.callback']]).toEqual([
      first?.['hub.secret'],
      first?.['hub.callback'],
    ]);
    expect(await world.subscription()).toMatchObject({ state: 'active', lease_ends_at: later(1.8 * dayMinutes) });
  });

  it('that cannot be renewed is tried again until its end; pushes are taken all the time', async () => {
    hub.options.leaseSeconds = 86_400;
    await subscribe();
    hub.options.refuses = { status: 500 };
    for (let minute = 0.75 * dayMinutes; minute < dayMinutes; minute += 5) await roundAt(minute);
    expect(modes().length).toBeGreaterThan(4);
    expect(await hub.publish(topic, rssOf(['second']))).toEqual([204]);
    expect(await isPushed(0.9 * dayMinutes)).toBe(true);
    expect(await isPushed(dayMinutes + 1)).toBe(false);
    hub.options.refuses = null;
    for (let minute = dayMinutes; minute < 3 * dayMinutes; minute += 60) await roundAt(minute);
    expect(await isPushed(3 * dayMinutes)).toBe(true);
  });

  it('of a second is no reason to ask a hub all the time', async () => {
    hub.options.leaseSeconds = 1;
    await subscribe();
    for (let minute = 0; minute < 60; minute++) await roundAt(minute);
    expect(modes().length).toBeLessThan(20);
  });
});

describe('a hub in trouble', () => {
  it('is asked again, ever later, while the feed is polled', async () => {
    hub.options.refuses = { status: 503, body: 'try <b>later</b>' };
    await subscribe();
    const requested: number[] = [];
    for (let minute = 0; minute <= 180; minute++) {
      const before = hub.requests.length;
      await roundAt(minute);
      if (hub.requests.length > before) requested.push(minute);
    }
    expect(requested).toEqual([6, 17, 38, 80, 164]);
    expect(await world.subscription()).toMatchObject({
      state: 'failed',
      last_error: `${hub.url} responded with 503: try <b>later</b>`,
    });
    await world.publish(['second', 'first'], { hub: hub.url });
    await world.poll();
    expect(await world.titles()).toEqual(['first', 'second']);
    hub.options.refuses = null;
    await roundAt(400);
    expect(await state()).toBe('active');
  });

  it('is left alone for as long as it asks', async () => {
    hub.options.refuses = { status: 429, headers: { 'retry-after': '3600' } };
    await subscribe();
    await roundAt(59);
    expect(modes()).toHaveLength(1);
    await roundAt(61);
    expect(modes()).toHaveLength(2);
  });

  it('that takes the request and never verifies is asked again', async () => {
    hub.options.verifies = 'never';
    await subscribe();
    expect(await state()).toBe('pending');
    await roundAt(14);
    expect(modes()).toHaveLength(1);
    hub.options.verifies = 'async';
    await roundAt(16);
    expect([await state(), modes().length]).toEqual(['active', 2]);
  });

  it('that is not there is a hub in trouble', async () => {
    await hub.close();
    await subscribe();
    expect(await state()).toBe('failed');
    hub = await startHubServer();
  });

  it('never has our secret, or the address that it calls, written into the log or the store', async () => {
    await world.publish(['first'], { hub: hub.url });
    await world.poll();
    const { secret, token: kept } = (await world.subscription()) as { secret: string; token: string };
    const callback = encodeURIComponent(world.callbackUrl(kept));
    hub.options.refuses = {
      status: 400,
      body: `bad form: hub.secret=${secret}&hub.callback=${callback} ${world.callbackUrl(kept)}`,
    };
    await world.round();
    const said = [...world.logged, String((await world.subscription())?.last_error)].join('\n');
    expect(said).toContain('bad form');
    expect(said).not.toContain(secret);
    expect(said).not.toContain(kept);
  });
});

describe('a hub that denies', () => {
  it('is noted with its reason, sends us nothing more, and is asked again after a week', async () => {
    hub.options.denies = 'no such topic here';
    await subscribe();
    expect(await world.subscription()).toMatchObject({
      state: 'denied',
      last_error: 'no such topic here',
      requested: null,
    });
    await roundAt(6.9 * dayMinutes);
    expect(modes()).toHaveLength(1);
    hub.options.denies = null;
    await roundAt(7.8 * dayMinutes);
    expect(await state()).toBe('active');
  });

  it('may do so long after it took us', async () => {
    await subscribe();
    expect(await get({ mode: 'denied', topic, reason: 'closed' })).toEqual([200, '']);
    expect(await state()).toBe('denied');
    expect(await hub.publish(topic, rssOf(['second']))).toEqual([410]);
  });
});

describe('a subscription that is not wanted any more', () => {
  it('is ended when its feed is removed, and what still comes is refused', async () => {
    await subscribe();
    await world.removeFeed();
    expect(await hub.publish(topic, rssOf(['second']))).toEqual([410]);
    await roundAt(1);
    expect(modes()).toEqual(['subscribe', 'unsubscribe']);
    expect(hub.subscribers).toEqual([]);
    expect(await world.subscription()).toBeUndefined();
  });

  it('is given up when its hub does not let us go', async () => {
    await subscribe();
    await world.removeFeed();
    hub.options.refuses = { status: 500 };
    for (let minute = 0; minute < dayMinutes; minute += 10) await roundAt(minute);
    expect(modes().filter((mode) => mode === 'unsubscribe')).toHaveLength(5);
    expect(await world.subscription()).toBeUndefined();
  });

  it('gives way to the one of another topic or hub', async () => {
    await subscribe();
    await world.publish(['first'], { hub: hub.url, self: 'https://wire.example/new.rss' });
    await world.poll();
    await roundAt(1);
    expect([...modes()].sort()).toEqual(['subscribe', 'subscribe', 'unsubscribe']);
    expect(hub.subscribers.map((each) => each.topic)).toEqual(['https://wire.example/new.rss']);
  });

  it('is wanted again when its feed comes to it again', async () => {
    await subscribe();
    await world.publish(['first'], { hub: hub.url, self: 'https://wire.example/new.rss' });
    await world.poll();
    await world.publish(['first'], { hub: hub.url });
    await world.poll();
    await roundAt(1);
    expect(hub.subscribers.map((each) => each.topic)).toEqual([topic]);
  });

  it('is kept while its hub is only missing from a document, and not renewed after that', async () => {
    await subscribe();
    await world.publish(['first', 'second']);
    await world.poll();
    await roundAt(60);
    expect(modes()).toEqual(['subscribe']);
    await roundAt(9 * dayMinutes);
    expect(modes()).toEqual(['subscribe', 'unsubscribe']);
    expect(await world.subscription()).toBeUndefined();
  });
});

describe('polling', () => {
  it('may be slower once the hub has sent something, and is not when it stops sending what polls find', async () => {
    await subscribe();
    expect(await isPushed(1)).toBe(false);
    await hub.publish(topic, rssOf(['second']));
    expect(await isPushed(1)).toBe(true);
    for (const [titles, expected] of [
      [['second', 'third'], true],
      [['third', 'fourth'], false],
    ] as const) {
      await world.publish(titles, { hub: hub.url });
      await world.poll();
      expect(await isPushed(2)).toBe(expected);
    }
    // What comes late is no help.
    await hub.publish(topic, rssOf(['fourth']));
    expect(await isPushed(3)).toBe(false);
    await hub.publish(topic, rssOf(['fifth']));
    expect(await isPushed(3)).toBe(true);
  });

  it('is at once where a hub only says that there is something new', async () => {
    await subscribe();
    await world.db.execute('UPDATE feeds SET next_poll_at = $1', [later(1000)]);
    world.at(5);
    expect(await hub.publish(topic, '')).toEqual([204]);
    expect(await world.db.query('SELECT next_poll_at AS at FROM feeds')).toEqual([{ at: later(5) }]);
  });
});

describe('a hub that sends without end', () => {
  it('is told to wait, and taken again later', async () => {
    await subscribe();
    const statuses = [];
    for (let sent = 0; sent < 61; sent++) statuses.push(...(await hub.publish(topic, rssOf(['second']))));
    expect([...new Set(statuses.slice(0, 60)), statuses[60]]).toEqual([204, 429]);
    world.at(1);
    expect(await hub.publish(topic, rssOf(['third']))).toEqual([204]);
    expect(await world.titles()).toEqual(['first', 'second', 'third']);
  });
});

describe('when the store is lost', () => {
  it('the hub is told to send again, and the log does not tell where', async () => {
    await subscribe();
    world.breakStore({ savePush: () => Promise.reject(new Error('connection lost')) });
    expect(await hub.publish(topic, rssOf(['second']))).toEqual([500]);
    expect(world.logged.join('\n')).not.toContain(await token());
    world.breakStore({});
    expect(await hub.publish(topic, rssOf(['second']))).toEqual([204]);
    expect(await world.titles()).toEqual(['first', 'second']);
  });
});
