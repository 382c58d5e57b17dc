import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ConsoleWorld, createConsoleWorld, type Visitor } from '../support/consoleWorld.ts';
import { hostile } from '../support/hostileMarkup.ts';
import { sampleAlert, sampleEntry } from '../support/samples.ts';
import { makeWaiting } from '../support/waitingDeliveries.ts';
import { later, now } from '../support/world.ts';

const hook = 'https://hooks.example/services/T0/B0/s3cr3tpath?key=s3cr3t';

let world: ConsoleWorld;
let viewer: Visitor;
let editor: Visitor;
let ids: readonly string[];

const stateOf = async (id: string | undefined) => {
  const [row] = await world.db.query<{ state: string }>('SELECT state FROM deliveries WHERE message_id = $1', [id]);
  return row?.state;
};
const audit = () =>
  world.db.query<{ action: string; by: string; subject: string }>(
    `SELECT action, actor_name AS by, subject_id AS subject FROM audit_log WHERE action LIKE 'message.%' OR action LIKE 'target.%' ORDER BY id`,
  );
const textOf = async (visitor: Visitor, path: string) => (await visitor.get(path)).text();

beforeAll(async () => {
  world = await createConsoleWorld({}, { now: later(30) });
  await makeWaiting(world.db, [
    { channel: 'email', target: 'anna@example.org', messages: 3 },
    { channel: 'webhook', target: hook },
    { channel: 'slack', target: 'env:SLACK_WEBHOOK_URL' },
  ]);
  const rows = await world.db.query<{ id: string }>('SELECT d.message_id AS id FROM deliveries AS d ORDER BY d.id');
  ids = rows.map(({ id }) => id);
  const [failed, sent] = ids;
  await world.db.execute(
    `UPDATE deliveries SET state = 'rejected', response = '550 no such user anna@example.org', settled_at = $2, attempts = 2,
            trail = with_attempt('[]', $2, 'retrying', '451 come back later') WHERE message_id = $1`,
    [failed, later(1)],
  );
  await world.db.execute(
    "UPDATE deliveries SET state = 'sent', response = '250 ok', settled_at = $2 WHERE message_id = $1",
    [...[sent, later(2)]],
  );
  await world.db.execute(
    "UPDATE targets SET suppressed_at = $1, suppressed_because = '410 gone', next_due_at = NULL WHERE channel = 'webhook'",
    [later(3)],
  );
  const entry = { ...sampleEntry, title: { text: hostile, highlights: [] } };
  await world.db.execute('UPDATE messages SET content = $2 WHERE id = $1', [
    ...[failed, JSON.stringify({ ...sampleAlert, id: failed, entries: [entry] })],
  ]);
  await world.db.execute('UPDATE subscribers SET name = $1 WHERE NOT built_in', ['anna@example.org']);
  [viewer, editor] = [await world.signIn('viewer'), await world.signIn('editor')];
});
afterAll(() => world.close());

describe('the list of messages', () => {
  it('shows what failed first, then what waits, and what was switched off above both', async () => {
    const page = await textOf(editor, '/messages');
    expect(page).toMatch(/Switch on again[\s\S]*<h2 class="bar">.*Failed[\s\S]*Held or retrying[\s\S]*Newest/);
    expect(page).toContain('/messages?state=failed');
    expect(page).not.toContain('s3cr3t');
  });

  it('shows viewers masked addresses and no buttons, editors the addresses', async () => {
    const seen = await textOf(viewer, '/messages?state=failed');
    expect(seen).toContain('a…@example.org');
    expect(seen).not.toContain('anna@example.org');
    expect(seen).not.toMatch(/<button type="submit" class="primary"|Switch on again/);
    expect(await textOf(editor, '/messages?state=failed')).toContain('anna@example.org');
  });

  it.each([
    ['state=sent', 1],
    ['state=waiting', 3],
    ['channel=slack', 1],
    ['rule=casualty-updates&state=waiting', 3],
    ['rule=no-such-rule', 0],
    ['person=anna', 5],
    ['person=nobody', 0],
    ['day=2022-01-06', 5],
    ['day=2022-01-05', 0],
    ["state=waiting&channel=email&person=%27%3B--&day=x&before='", 0],
  ])('is narrowed by %s', async (query, count) => {
    const page = await textOf(editor, `/messages?${query}`);
    const list = page.slice(Math.max(0, page.lastIndexOf('<h2')));
    expect(new Set(list.match(/\/messages\/[0-9a-f-]{36}/g) ?? []).size).toBe(count);
    if (count === 0) expect(page).toContain('class="empty"');
  });

  it('lets viewers search by name only: no address is found out by asking', async () => {
    await world.db.execute("UPDATE subscribers SET name = 'Anna' WHERE NOT built_in");
    expect(await textOf(viewer, '/messages?person=a@example')).toContain('class="empty"');
    expect(await textOf(editor, '/messages?person=a@example')).not.toContain('class="empty"');
    await world.db.execute('UPDATE subscribers SET name = $1 WHERE NOT built_in', ['anna@example.org']);
  });

  it('is paged without losing or repeating one', async () => {
    await world.db.execute(
      `WITH made AS (
         INSERT INTO messages (id, subscription_id, kind, key, content, created_at)
         SELECT gen_random_uuid(), m.subscription_id, 'alert', 'many ' || i, m.content, $2
           FROM messages AS m, generate_series(1, 120) AS i WHERE m.id = $1 RETURNING id)
       INSERT INTO deliveries (message_id, target_id, state, due_at, settled_at)
       SELECT made.id, d.target_id, 'sent', $2, $2 FROM made, deliveries AS d WHERE d.message_id = $1`,
      [ids[1], later(-60)],
    );
    const seen: string[] = [];
    for (let path: string | undefined = '/messages?state=sent'; path !== undefined; ) {
      const page: string = await textOf(editor, path);
      seen.push(...(page.match(/(?<=href="\/messages\/)[0-9a-f-]{36}/g) ?? []));
      path = /rel="next" href="([^"]+)"/.exec(page)?.[1]?.replaceAll('&amp;', '&');
    }
    expect([seen.length, new Set(seen).size]).toEqual([121, 121]);
  });
});

describe('a message', () => {
  it('says why it came and what became of it, and nothing that strangers wrote runs', async () => {
    const page = await textOf(editor, `/messages/${ids[0]}`);
    expect(page).toContain('Casualty updates');
    expect(page).toMatch(/planned[\s\S]*451 come back later[\s\S]*550 no such user/);
    expect(page).not.toContain('<img src=x');
    expect(page).not.toContain('anna@example.org&lt;');
    expect(page).toMatch(/<iframe sandbox(="")? src/);
    const frame = await editor.get(`/messages/${ids[0]}/mail`);
    expect(frame.headers.get('content-security-policy')).toMatch(/default-src 'none'.*sandbox/);
    const mail = await frame.text();
    expect(mail).not.toContain('<img src=x');
    expect(mail).not.toContain('/unsubscribe/');
  });

  it('shows JSON as it was posted, and no secret of its target', async () => {
    const page = await textOf(viewer, `/messages/${ids[3]}`);
    expect(page).toContain('&quot;type&quot;: &quot;tocsin.alert&quot;');
    expect(page).not.toMatch(/s3cr3t|<iframe/);
    expect(await textOf(editor, `/messages/${ids[4]}`)).toContain('&quot;blocks&quot;');
  });

  it('that is none is not found', async () => {
    for (const path of ['/messages/7', '/messages/%27', `/messages/${crypto.randomUUID()}`, '/messages/7/mail'])
      expect([path, (await editor.get(path)).status]).toEqual([path, 404]);
  });

  it('is retried, sent again, and its target switched on by editors only, each with a row of the audit log', async () => {
    const [target] = await world.db.query<{ id: number }>("SELECT id FROM targets WHERE channel = 'webhook'");
    for (const path of ['retry', `${ids[0]}/retry`, `${ids[1]}/resend`, `targets/${target?.id}/resume`])
      expect((await viewer.post(`/messages/${path}`)).status).toBe(403);
    expect(await audit()).toEqual([]);
    expect((await editor.post(`/messages/${ids[0]}/retry`)).status).toBe(303);
    expect((await editor.post(`/messages/${ids[1]}/resend`)).status).toBe(303);
    expect((await editor.post(`/messages/targets/${target?.id}/resume`)).status).toBe(303);
    // Again: nothing is done, and nothing logged.
    await editor.post(`/messages/${ids[1]}/resend`);
    await editor.post(`/messages/targets/${target?.id}/resume`);
    expect([await stateOf(ids[0]), await stateOf(ids[1])]).toEqual(['pending', 'pending']);
    expect(await audit()).toEqual([
      { action: 'message.retried', by: 'The editor', subject: ids[0] },
      { action: 'message.resent', by: 'The editor', subject: ids[1] },
      { action: 'target.resumed', by: 'The editor', subject: String(target?.id) },
    ]);
    expect(await textOf(editor, `/messages/${ids[1]}`)).toMatch(/250 ok[\s\S]*sent again<\/b> by The editor/);
  });

  it('is not sent again to whoever left', async () => {
    await world.db.execute("UPDATE deliveries SET state = 'sent', settled_at = $2 WHERE message_id = $1", [
      ids[1],
      now,
    ]);
    await world.db.execute('UPDATE subscriptions SET unsubscribed_at = $1', [now]);
    await editor.post(`/messages/${ids[1]}/resend`);
    expect(await stateOf(ids[1])).toBe('sent');
    await world.db.execute('UPDATE subscriptions SET unsubscribed_at = NULL');
  });

  it('of a filter are retried together, and those outside of it left', async () => {
    await world.db.execute(
      "UPDATE deliveries SET state = 'rejected', response = '550', settled_at = $1 WHERE message_id = ANY ($2)",
      [now, [ids[0], ids[3]]],
    );
    expect(await textOf(editor, '/messages?state=failed&channel=email')).toContain('Retry this 1 failed message');
    await editor.post('/messages/retry', { channel: 'email', state: 'sent', states: 'sent' });
    expect([await stateOf(ids[0]), await stateOf(ids[3])]).toEqual(['pending', 'rejected']);
  });
});
