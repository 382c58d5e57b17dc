import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { conceptVersion } from '../../src/domain/rules/conceptEdit.ts';
import { type ConsoleWorld, createConsoleWorld, type Visitor } from '../support/consoleWorld.ts';
import { createQuietWorld, type QuietWorld } from '../support/quietWorld.ts';

const attack = `<img src=x onerror="document.title=1">`;

describe('concepts in the console', () => {
  let news: QuietWorld;
  let world: ConsoleWorld;
  let editor: Visitor;
  let viewer: Visitor;

  beforeAll(async () => {
    news = await createQuietWorld({
      start: '2022-01-06T06:00:00Z',
      feeds: ['steppe'],
      rules: { unrest: '@unrest', both: '@unrest AND square', strike: 'strike' },
      concepts: { unrest: ['riot', 'riots', 'volcano'] },
      subscriptions: [{ rules: ['unrest'] }],
    });
    news.publish('steppe', { guid: '1', title: `A riot in Aktau ${attack}`, contentText: 'Nobody was hurt.' });
    news.publish('steppe', { guid: '2', title: 'Curfew at the square', contentText: 'It begins at noon.' });
    await news.runUntil(70);
    world = await createConsoleWorld({}, { database: news, now: news.at(75) });
    [editor, viewer] = [await world.signIn('editor'), await world.signIn('viewer')];
  });
  afterAll(async () => {
    await world?.close();
    await news?.close();
  });

  const basedOn = async () => {
    const [row] = await world.db.query<{ terms: string[] }>(`SELECT terms FROM concepts WHERE name = 'unrest'`);
    return conceptVersion(row?.terms ?? []);
  };
  const textOf = async (visitor: Visitor, path: string) => (await visitor.get(path)).text();

  it('are listed with their terms, and how many rules use them', async () => {
    expect(await textOf(viewer, '/concepts')).toMatch(/@unrest<.*riot, riots, volcano.*>2</s);
  });

  it('show what each term caught, and mark those that are dead or needless', async () => {
    const page = await textOf(editor, '/concepts/unrest');
    expect(page).toMatch(/<b>riot<\/b>(?:(?!<tr).)*data-label="Articles, 30 days">1</s);
    expect(page).toMatch(/<b>riots<\/b>(?:(?!<tr).)*covered/s);
    expect(page).toMatch(/<b>volcano<\/b>(?:(?!<tr).)*dead/s);
    expect(page).not.toMatch(/<b>riot<\/b>(?:(?!<tr).)*(dead|covered)/s);
    expect((await editor.get('/concepts/nothing')).status).toBe(404);
  });

  it('say what an edit gains and loses in every rule before it is saved', async () => {
    const edit = { basedOn: await basedOn(), added: `curfew\n${attack}`, removed: 'riot' };
    const planned = await editor.post('/concepts/unrest/plan', { ...edit, added: 'curfew' });
    const page = await planned.text();
    expect(planned.status).toBe(200);
    expect(page).toMatch(/rules\/unrest"(?:(?!<tr).)*Gained">1<(?:(?!<tr).)*Lost">0</s);
    expect(page).toMatch(/rules\/both"(?:(?!<tr).)*Gained">1<(?:(?!<tr).)*Lost">0</s);
    expect(page).toContain('<mark>Curfew</mark> at the square');
    expect(page).not.toContain('rules/strike');
    const hostile = await (await editor.post('/concepts/unrest/plan', edit)).text();
    expect(hostile).not.toContain('<img');
    expect(await textOf(editor, '/concepts/unrest')).not.toContain('curfew');
  });

  it('are saved with a reason only, on top of what was seen, with a row in the audit log', async () => {
    const edit = { basedOn: await basedOn(), added: 'curfew', removed: 'volcano' };
    const refused = await editor.post('/concepts/unrest', edit);
    expect([refused.status, await refused.text()]).toEqual([422, expect.stringContaining('Say why')]);
    expect((await editor.post('/concepts/unrest', { ...edit, why: 'missed the square' })).status).toBe(303);
    const page = await textOf(editor, '/concepts/unrest');
    expect(page).toContain('missed the square');
    expect(page).not.toContain('<b>volcano</b>');
    const late = await editor.post('/concepts/unrest', { ...edit, added: 'siege', why: 'too late' });
    expect([late.status, await late.text()]).toEqual([409, expect.stringContaining('Somebody else changed it')]);
    expect(await world.db.query(`SELECT why, after FROM audit_log WHERE action = 'concept.changed'`)).toEqual([
      { why: 'missed the square', after: { added: ['curfew'], rules: ['both', 'unrest'] } },
    ]);
  });

  it('are made, renamed, and removed once nothing uses them', async () => {
    const made = { name: 'siege', terms: 'siege\nblockade', why: 'new' };
    expect((await editor.post('/concepts', { ...made, name: attack })).status).toBe(422);
    expect((await editor.post('/concepts', made)).status).toBe(303);
    expect((await editor.post('/concepts', made)).status).toBe(422);
    const version = { basedOn: conceptVersion(['siege', 'blockade']), why: 'a better name' };
    expect((await editor.post('/concepts/siege/rename', { ...version, newName: 'sieges' })).status).toBe(303);
    expect((await editor.post('/concepts/sieges/remove', version)).status).toBe(303);
    const used = await editor.post('/concepts/unrest/remove', { basedOn: await basedOn(), why: 'tidy' });
    expect([used.status, await used.text()]).toEqual([422, expect.stringContaining('still used by both, unrest')]);
  });

  it('are not edited by a viewer', async () => {
    const page = await textOf(viewer, '/concepts/unrest');
    expect(page).not.toMatch(/See what it changes|type="checkbox"/);
    for (const path of ['/concepts', '/concepts/unrest', '/concepts/unrest/plan', '/concepts/unrest/remove'])
      expect([path, (await viewer.post(path, { why: 'x', basedOn: await basedOn() })).status]).toEqual([path, 403]);
  });
});
