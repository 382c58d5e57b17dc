import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { applyWanted } from '../../../src/app/configuration/applyWanted.ts';
import { rulesKind } from '../../../src/app/configuration/rulesKind.ts';
import type { RuleDefinitions } from '../../../src/domain/rules/ruleDefinition.ts';
import { createTestDatabase, type TestDatabase } from '../../support/database.ts';
import { feedItem, later, now, pollFeed, settle } from '../../support/world.ts';

let database: TestDatabase;
beforeEach(async () => {
  database = await createTestDatabase();
  await settle(database.db);
});
afterEach(() => database.drop());

const articles = (count: number, titleOf: (index: number) => string, minutes = -60) =>
  pollFeed(
    database.db,
    'one',
    Array.from({ length: count }, (_, index) => feedItem({ guid: titleOf(index), title: titleOf(index) })),
    later(minutes),
  );

async function wanted(text: string): Promise<RuleDefinitions> {
  const { value, findings } = await rulesKind.read(database.db, text, 'rules.yaml');
  if (value === null) throw new Error(findings.map(({ message }) => message).join('\n'));
  return value;
}

/** Beside the rule that the subscriber watches. */
const file = (concepts: string, query: string) =>
  `concepts: {${concepts}}\nrules: [{ id: riot, name: Riot, query: riot, alert: { on: article } }, { id: new, query: '${query}' }]`;

const notesOf = async (text: string) => rulesKind.notes(database.db, await wanted(text), now);

describe('before rules are applied', () => {
  it('it is said which of their terms no stored article held, those of a concept together', async () => {
    await articles(200, (index) => `Almaty, item ${index}`);
    const text = file(
      'city: [Almaty, Aktou, Tarez, Алматы], far: [x1, x2, x3, x4, x5, x6, x7]',
      '@city AND (item OR itm) AND NOT @far',
    );
    expect(await notesOf(text)).toEqual([
      'new matches 100.0% of the 200 articles of the last week',
      '2 of 4 terms of @city were in no article of the last 30 days: Aktou, Tarez',
      '1 of 2 terms of new was in no article of the last 30 days: itm',
      '7 of 7 terms of @far were in no article of the last 30 days: x1, x2, x3, x4, x5 and 2 more',
    ]);
  });

  it('terms are judged by articles in their script only', async () => {
    await articles(200, (index) => `Протесты в Алматы ${index}`);
    const notes = await notesOf(file('city: [Almaty, Ақтау, Октау]', '@city'));
    expect(notes).toContain('1 of 3 terms of @city was in no article of the last 30 days: Октау');
  });

  it('nothing is said while the store is young', async () => {
    await articles(199, (index) => `Almaty, item ${index}`);
    expect(await notesOf(file('', 'aktou'))).toEqual([]);
  });

  it('nothing is said of rules that do not change, nor of another name or owner', async () => {
    await articles(200, (index) => `Almaty, item ${index}`);
    const text = file('', 'aktou');
    await applyWanted(database.db, rulesKind, { value: await wanted(text), text }, { by: 'dana', why: 'x', at: now });
    expect(await notesOf(text.replace('id: new', 'id: new, name: Other, owner: a@example.org'))).toEqual([]);
  });

  it('a rule is looked at again when a concept of it changes', async () => {
    await articles(200, (index) => `Almaty, item ${index}`);
    const text = file('city: [Almaty]', '@city');
    await applyWanted(database.db, rulesKind, { value: await wanted(text), text }, { by: 'dana', why: 'x', at: now });
    expect(await notesOf(file('city: [Almaty, Aktou]', '@city'))).toContain(
      '1 of 2 terms of @city was in no article of the last 30 days: Aktou',
    );
  });

  it('a rule that matches none of last week’s articles is named, with older ones left aside', async () => {
    await articles(200, (index) => `Almaty, item ${index}`);
    await articles(30, (index) => `A riot ${index}`, -20 * 24 * 60);
    expect(await notesOf(file('', 'riot'))).toEqual(['new matches none of the 200 articles of the last week']);
  });

  it('nothing is said of how often a rule matches that the ledgers of stories decide', async () => {
    await articles(200, (index) => `Almaty, item ${index}`);
    expect(await notesOf(file('', 'changed(killed) OR (almaty AND rise(killed) >= 20%)'))).toEqual([]);
  });

  it('a prefix that stands for very many words is named', async () => {
    await articles(201, (index) => `Item item${'abcdefghijklmnop'.charAt(index % 16)}${index}`);
    expect(await notesOf(file('', 'item* AND NOT almaty'))).toContain(
      'item* of new matched more than 200 different words',
    );
  });
});
