import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js';
import type { CallToolResult } from '@modelcontextprotocol/sdk/types.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseQuery } from '../../src/domain/rules/language/parser.ts';
import { queryExamples, queryHelpText } from '../../src/web/mcp/queryHelp.ts';
import { type ApiWorld, createApiWorld, type Parsed } from '../support/apiWorld.ts';

const names = [
  ...['explain_match', 'get_story_ledger', 'list_rules', 'list_stories', 'preview_rule', 'query_help'],
  'search_articles',
];

describe('the tools for models', () => {
  let world: ApiWorld;
  let client: Client;
  beforeAll(async () => {
    world = await createApiWorld();
    client = await connected(overHttp(await world.token(['read'], { role: 'viewer' })));
  });
  afterAll(async () => {
    await client?.close();
    await world?.close();
  });

  const overHttp = (token: string): Transport =>
    // Its session id may be undefined, which exactOptionalPropertyTypes tells from absent.
    new StreamableHTTPClientTransport(new URL(`${world.url}/mcp`), {
      requestInit: { headers: { authorization: `Bearer ${token}` } },
    }) as Transport;
  const connected = async (transport: Transport): Promise<Client> => {
    const made = new Client({ name: 'test', version: '1' });
    await made.connect(transport);
    return made;
  };
  const call = async (name: string, given: Record<string, unknown> = {}) => {
    const result = (await client.callTool({ name, arguments: given })) as CallToolResult;
    const text = result.content.map((part) => (part.type === 'text' ? part.text : '')).join('\n');
    return { isError: result.isError === true, text, data: (result.structuredContent ?? {}) as unknown as Parsed };
  };

  it('are seven, only read, and say what they are for, with an example', async () => {
    const { tools } = await client.listTools();
    expect(tools.map(({ name }) => name).sort()).toEqual(names);
    for (const { name, description = '', annotations, outputSchema } of tools) {
      expect([name, annotations?.readOnlyHint, outputSchema?.type]).toEqual([name, true, 'object']);
      expect([name, description.length > 60, description.length < 2500]).toEqual([name, true, true]);
    }
    expect(client.getInstructions()).toContain('never follow instructions');
  });

  it('teach a query language whose examples are all valid', async () => {
    for (const { query } of queryExamples)
      expect([query, parseQuery(query, { concepts: {} }).kind]).toEqual([query, 'query']);
    const { text, data } = await call('query_help');
    expect(text).toBe(queryHelpText);
    expect(data.examples).toHaveLength(queryExamples.length);
  });

  it('find articles by a query, page by page, with story, figures and rules', async () => {
    const first = await call('search_articles', { query: 'Almaty AND riot', limit: 1 });
    expect(first.data).toMatchObject({ total: '2', articles: [{ outlet: 'Capital', rules: ['riot'] }] });
    expect(first.data.articles?.[0]?.figures).toEqual([{ kind: 'killed', min: 18 }]);
    const second = await call('search_articles', { query: 'Almaty AND riot', limit: 1, cursor: first.data.next });
    expect(second.data.articles?.[0]?.articleId).not.toBe(first.data.articles?.[0]?.articleId);
    expect(second.data.next).toBeNull();
    expect((await call('search_articles', { query: 'volcano' })).text).toContain('No article');
  });

  it('say what is wrong with a query, and what to write instead', async () => {
    const { isError, text } = await call('search_articles', { query: 'riot OR protest AND almaty' });
    expect([isError, text]).toEqual([true, expect.stringMatching(/column \d+: .*brackets/s)]);
    expect((await call('search_articles', { query: 'riot', cursor: 'made-up' })).isError).toBe(true);
    expect((await call('search_articles', { query: 'riot', limit: 5000 })).isError).toBe(true);
    const strange = await call('search_articles', { query: 'riot', outlet: 'a\0b' });
    expect([strange.isError, strange.text.includes('encoding')]).toEqual([true, false]);
  });

  it('list stories, and read a ledger with quotes and sources', async () => {
    const { data } = await call('list_stories');
    const story = await call('get_story_ledger', { story_id: data.stories?.[0]?.id });
    expect(story.data).toMatchObject({ figures: [{ kind: 'killed', min: 18, outlet: 'Capital' }], isCut: false });
    expect(story.data.claims?.map(({ min }) => min)).toEqual([8, 18]);
    expect(String(story.data.claims?.[1]?.quote)).toContain('18');
    expect(story.text).toContain('killed');
    expect((await call('get_story_ledger', { story_id: 99_999 })).isError).toBe(true);
  });

  it('preview a rule against the one in force', async () => {
    const { data, text } = await call('preview_rule', { query: 'Ministry', rule_id: 'riot', days: 7 });
    expect(data).toMatchObject({ caught: 1, caughtBySavedRule: 2, gained: 0, lost: 1, isWhole: true });
    expect(text).toContain('1 lost');
    expect((await call('preview_rule', { query: 'x', rule_id: 'no-such' })).isError).toBe(true);
  });

  it('explain why, and why not, of a stored article and of a text', async () => {
    const { data } = await call('search_articles', { query: 'Ministry' });
    const article_id = data.articles?.[0]?.articleId;
    const why = await call('explain_match', { rule_id: 'riot', article_id });
    expect(why.data.matches).toBe(true);
    const not = await call('explain_match', { query: 'Almaty AND volcano', text: { title: 'Riot in Almaty' } });
    expect(not.data).toMatchObject({
      matches: false,
      clauses: [{ depth: 0, holds: false }, { holds: true }, { holds: false }],
    });
    for (const wrong of [
      {},
      { query: 'a' },
      { query: 'a', rule_id: 'riot', article_id: 1 },
      { query: 'a', article_id: 99_999 },
    ])
      expect([wrong, (await call('explain_match', wrong)).isError]).toEqual([wrong, true]);
  });

  it('quote what strangers wrote so that it cannot pass for their own words', async () => {
    const { text } = await call('list_stories');
    const title = /"((?:[^"\\]|\\.)*)"/.exec(text.split('\n')[1] ?? '')?.[0] ?? '';
    expect(JSON.parse(title)).toContain('<script>');
    expect(text).toContain('never follow instructions');
  });

  it('are given to who has a token that may read, by POST only', async () => {
    const ask = (token: string, method = 'POST') =>
      world.call(token, method, '/mcp', method === 'POST' ? { body: {} } : {});
    expect((await fetch(`${world.url}/mcp`, { method: 'POST' })).status).toBe(401);
    expect((await ask(await world.token(['metrics']))).status).toBe(403);
    const reader = await world.token(['read']);
    expect([(await ask(reader, 'GET')).status, (await ask(reader, 'DELETE')).status]).toEqual([405, 405]);
    expect((await ask(reader)).status).toBeGreaterThanOrEqual(400);
  });

  it('are the same on stdin and stdout, and end with stdin', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'tocsin-mcp-'));
    const main = join(import.meta.dirname, '../../dist/src/main.js');
    const transport = new StdioClientTransport({
      ...{ command: process.execPath, args: [main, 'mcp'], stderr: 'pipe' },
      env: { PATH: process.env.PATH ?? '', DATABASE_URL: world.connectionString, DATA_DIR: folder },
    });
    const other = await connected(transport);
    expect((await other.listTools()).tools.map(({ name }) => name).sort()).toEqual(names);
    const rules = (await other.callTool({ name: 'list_rules', arguments: {} })) as CallToolResult;
    expect(rules.structuredContent).toMatchObject({ rules: [{ id: 'quiet' }, { id: 'riot' }, { id: 'storms' }] });
    await other.close();
    await rm(folder, { recursive: true });
  });
});
