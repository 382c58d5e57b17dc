import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { findingsIn } from '../../../config/ruleFindings.ts';
import { readRulesFile } from '../../../config/rulesFile.ts';
import type { FileFinding } from '../../../config/yamlFile.ts';
import { conceptsNamedIn } from '../../../src/domain/rules/language/checkConcepts.ts';
import { compileRuleSet } from '../../../src/domain/rules/matcher/compile.ts';

const read = (text: string) => readRulesFile(text, 'rules.yaml');
const ofConcepts = (concepts: string) => findingsIn('rules.yaml', read(`concepts:\n  ${concepts}\nrules: []\n`));
const shown = ({ column, severity, message }: FileFinding) => `${column} ${severity}: ${message}`;

/** The concepts without their mark ¦, and the column in which that stood. */
const marked = (concepts: string) => ({ concepts: concepts.replace('¦', ''), column: concepts.indexOf('¦') + 3 });

describe('a term of a concept that no rule uses', () => {
  it.each([
    ['a: [riot, ¦us*]', 'a prefix needs at least 3 characters; "us*" would match too much', null],
    ['a: ["riot", "¦*riot"]', 'a * is allowed only at the end of a word', 'give the beginning of the word'],
    ['a: [¦..., riot]', 'there is no word to search for here', null],
    ['{ riots: [fire], a: ["¦@riot"] }', 'there is no concept @riot', '@riots'],
    ['a: ["¦@a", riot]', 'it names itself', null],
    ['a: [¦fire engine~]', '~ goes with a single word, not with "fire engine"', null],
    ['{ b: ["@a"], a: ["¦x*"] }', 'a prefix needs at least 3 characters; "x*" would match too much', null],
  ])('that is wrong, as in %s, is an error of its own concept, where it stands', (source, message, suggestion) => {
    const { concepts, column } = marked(source);
    const findings = ofConcepts(concepts);
    expect(findings.map(shown)).toEqual([`${column} error: concept @a: ${message}`]);
    expect(findings).toMatchObject([{ file: 'rules.yaml', rule: null, line: 2, suggestion }]);
  });

  it('that closes a circle is an error in every concept of the circle, and in no other', () => {
    expect(ofConcepts('{ a: ["@b"], b: ["@c", riot], c: ["@b"] }').map(({ message }) => message)).toEqual([
      'concept @b: @c names this concept in turn',
      'concept @c: @b names this concept in turn',
    ]);
  });

  it('may name a concept whose own shape is wrong: that fault is told once', () => {
    const { concepts, column } = marked('{ a: ["@b"], b: ["¦"] }');
    expect(ofConcepts(concepts).map(shown)).toEqual([`${column} error: concepts.b: a term is empty`]);
  });

  it('is told to check-rules and match without a query, and leaves the rules that do not use it', () => {
    const file = read('concepts: { a: [us*] }\nrules:\n  - { id: one, query: riot }\n');
    expect(findingsIn('rules.yaml', file)).toMatchObject([
      { severity: 'error', rule: null, queryColumn: null, query: null },
    ]);
    expect(file.rules.map(({ id }) => id)).toEqual(['one']);
  });
});

describe('a term that another of its concept makes needless', () => {
  it.each([
    ['a: [riot, ¦riot]', '"riot" is already in this concept'],
    ['a: [protest, ¦Protests]', '"Protests" is already found by "protest" in this concept'],
    ['a: [¦protest, protest*]', '"protest" is already found by "protest*" in this concept'],
    ['a: [¦protests*, prot*]', '"protests*" is already found by "prot*" in this concept'],
    ['a: [¦=Riot, riot]', '"=Riot" is already found by "riot" in this concept'],
    ['a: [protest~, ¦protest]', '"protest" is already found by "protest~" in this concept'],
    ['a: [¦death toll, death]', '"death toll" is already found by "death" in this concept'],
    ['a: [Nur-Sultan, ¦Nur Sultan]', '"Nur Sultan" is already found by "Nur-Sultan" in this concept'],
    ['a: [¦наразылығы, наразылық]', '"наразылығы" is already found by "наразылық" in this concept'],
    ['{ a: ["@b", ¦riots], b: [riot] }', '"riots" is already found by "riot" in @b'],
    ['{ a: ["@c", "¦@b"], b: [riot], c: ["@b", fire] }', '@c already includes @b'],
    ['{ a: ["@b", "¦@b"], b: [riot] }', '@b is already in this concept'],
  ])('as in %s is a warning at the one to leave out', (source, message) => {
    const { concepts, column } = marked(source);
    const findings = ofConcepts(concepts);
    expect(findings.map(shown)).toEqual([`${column} warning: concept @a: ${message}`]);
    expect(findings).toMatchObject([{ suggestion: 'leave it out' }]);
  });

  it.each([
    ['letters that the other does not fold', 'a: [=US, =us, =Us]'],
    ['forms that the prefix misses', 'a: [die, die*, наразылық, наразылық*]'],
    ['a prefix beside its word', 'a: [protest, protests*]'],
    ['derived words', 'a: [protest, protester, беспорядки, погромщик]'],
    ['two concepts that share a word', '{ a: ["@b", "@c"], b: [riot, fire], c: [riot, storm] }'],
  ])('is none of these: %s', (_, concepts) => {
    expect(ofConcepts(concepts)).toEqual([]);
  });
});

describe('the concepts that ship', () => {
  const file = read(readFileSync(new URL('../../../config/rules.yaml', import.meta.url), 'utf8'));
  const { concepts } = file;
  const names = Object.keys(concepts);
  const set = compileRuleSet({
    number: 1,
    rules: names.map((name, id) => ({
      ...{ id, ruleId: name, revision: 1, name, query: `@${name}`, owner: null, concepts },
      alert: { on: 'article' },
    })),
  });
  const holding = (body: string) =>
    set
      .match({ title: '', body, lang: null, outlet: { name: '', domain: null }, figures: [] })
      .map(({ ruleId }) => ruleId);

  it('have no findings, nor have the rules', () => {
    expect(findingsIn('rules.yaml', file)).toEqual([]);
    expect(file.rules.map(({ id }) => id)).toEqual(['kazakhstan-unrest', 'csto-deployments', 'casualty-updates']);
  });

  it.each(names)('have terms in English, Russian and Kazakh: %s', (name) => {
    const terms = [name, ...conceptsNamedIn(name, concepts)].flatMap((each) => concepts[each] ?? []);
    expect(terms.some((term) => /^[=a-z]/i.test(term))).toBe(true);
    expect(terms.some((term) => /[а-я]/i.test(term) && !/[әғқңөұүһі]/i.test(term))).toBe(true);
    expect(terms.some((term) => /[әғқңөұүһі]/i.test(term))).toBe(true);
  });

  it.each([
    [
      'kazakhstan-cities',
      'Nur-Sultan|Nursultan|Alma-Ata|Aqtobe|Aktyubinsk|Janaozen|Uralsk|Ust-Kamenogorsk|Öskemen|Semipalatinsk|Qaragandy',
    ],
    [
      'kazakhstan-cities',
      'в Алма-Ате|в Уральске|из Жанаозена|Алматыдағы|Оралда|Өскеменде|Семейде|алматинский аэропорт|в городе Семей',
    ],
    [
      'kazakhstan-regions',
      'Abai region|Zhetysu|Ulytau|West Kazakhstan|в Мангистауской области|алматинские власти|Абайской области|Ұлытау облысында',
    ],
    [
      'kazakhstan-institutions',
      'the KNB said|здание акимата|ҰҚК хабарлады|National Guard of Kazakhstan|в МВД Казахстана|әкімдігінде|Мажилиса',
    ],
    ['kazakhstan-people', 'Tokaev|Toqaev|Токаева|Тоқаевтың|Назарбаеву|Massimov|Карима Масимова|Askar Mamin'],
    [
      'csto',
      'CSTO|Collective Security Treaty Organisation|Организации Договора о коллективной безопасности|ОДКБ|ҰҚШҰ|Ұжымдық қауіпсіздік шарты ұйымының',
    ],
    ['csto-members', 'Yerevan|в Минске|Kirghizia|Қырғызстанда|таджикские|Ресейде'],
    ['csto-forces', 'CSTO peacekeepers|миротворцев ОДКБ|Коллективных миротворческих сил|ҰҚШҰ бітімгерлері'],
    [
      'unrest',
      'Protesters stormed city hall|internet shutdown|комендантского часа|захватили аэропорт|наразылық шеруі|оқ атуға',
    ],
    ['deployment', 'paratroopers|withdrawal of troops|вывода войск|әскер енгізу|бітімгерлер'],
    ['casualties', 'two dead|hospitalised|пропали без вести|задержаны|погибших|ранения|қаза тапты|ұсталды|жараланған'],
  ])('find under @%s each of %s', (name, texts) => {
    expect(texts.split('|').filter((text) => !holding(text).includes(name))).toEqual([]);
  });

  it.each([
    [
      'kazakhstan',
      'an oral exam|Buenos Aires and Aries|мамин торт|помощь для семей погибших|он громко орал|уральской стали',
    ],
    [
      'kazakhstan',
      'Петропавловск-Камчатский|East Turkistan Islamic Movement|РК Корея|Abai Tekeli in Izmir|рудный концентрат',
    ],
    ['kazakhstan', 'the National Security Committee of Pakistan|ГКНБ Киргизии|Аким Тамиров'],
    [
      'unrest',
      'a winter storm hit the coast|Chelsea won the London clash|столкновение двух автомобилей|Төтенше жағдайлар министрлігі',
    ],
    ['deployment', 'contingent liabilities|cash withdrawal|fire brigade'],
    [
      'casualties',
      'қазан айында|задержка рейса|пожар ликвидирован|the missing goal|wound up the company|executed the agreement',
    ],
  ])('do not find under @%s any of %s', (name, texts) => {
    expect(texts.split('|').filter((text) => holding(text).includes(name))).toEqual([]);
  });
});
