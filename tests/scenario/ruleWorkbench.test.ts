import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ConsoleWorld, createConsoleWorld, type Visitor } from '../support/consoleWorld.ts';
import { settle } from '../support/world.ts';

describe('the workbench of a rule', () => {
  let world: ConsoleWorld;
  let editor: Visitor;
  beforeAll(async () => {
    world = await createConsoleWorld();
    await settle(world.db);
    editor = await world.signIn('editor');
  });
  afterAll(() => world.close());

  it('explains a pasted text clause by clause, with the figures that it states', async () => {
    const asked = 'Ferry sinks off Marindu\n17 people were killed, the coast guard said.';
    const why = async (query: string) =>
      (await editor.post('/rules/riot/preview', { id: 'riot', query, asked, tab: 'why' })).text();
    expect(await why('ferry AND killed >= 10')).toContain('The rule catches it.');
    expect(await why('ferry AND killed >= 100')).toMatch(/The rule does not catch it\..*17/s);
  });

  it('saves nothing over what somebody else saved meanwhile, and shows both', async () => {
    const save = (query: string) =>
      editor.post('/rules/riot', { id: 'riot', name: 'Riot', query, on: 'article', why: 'more words', basedOn: '1' });
    expect((await save('riot OR unrest')).status).toBe(303);
    const second = await save('riot OR protest');
    expect(second.status).toBe(409);
    expect(await second.text()).toMatch(/unrest.*protest/s);
  });

  it('lets a viewer try a query, and save none', async () => {
    const viewer = await world.signIn('viewer');
    expect((await viewer.post('/rules/riot/preview', { id: 'riot', query: 'riot' })).status).toBe(200);
    expect((await viewer.post('/rules/riot', { id: 'riot', query: 'x', why: 'y' })).status).toBe(403);
  });
});
