import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { FigureKind, StatedFigure } from '../../../src/domain/figures/figure.ts';
import type { Change } from '../../../src/domain/ledger/condition.ts';
import { holdsFor, parseAlertCondition } from '../../../src/domain/rules/alertCondition.ts';
import { formatQuery } from '../../../src/domain/rules/language/formatQuery.ts';

function conditionOf(text: string) {
  const parsed = parseAlertCondition(text);
  if (parsed.kind === 'refused') throw new Error(`"${text}" was refused: ${parsed.findings[0]?.message}`);
  return parsed.condition;
}

function refusalOf(text: string) {
  const parsed = parseAlertCondition(text);
  if (parsed.kind === 'condition') throw new Error(`"${text}" was not refused`);
  return parsed.findings[0];
}

describe('alert.when is read', () => {
  it.each([
    ['changed(killed)', 'changed(killed)'],
    ['changed(killed) OR rise(arrested) >= 20%', 'changed(killed) OR rise(arrested) >= 20%'],
    ['killed>=10 changed(killed)', 'killed >= 10 AND changed(killed)'],
    [
      'killed =26 AND (fall(troops) >= 100 OR -injured != 0)',
      'killed = 26 AND (fall(troops) >= 100 OR NOT injured != 0)',
    ],
    ['NOT killed >= 100', 'NOT killed >= 100'],
    ['changed(killed) OR NOT killed >= 1', 'changed(killed) OR NOT killed >= 1'],
  ])('%s as %s', (text, understood) => {
    expect(formatQuery(conditionOf(text))).toBe(understood);
  });
});

describe('alert.when is refused at the place of its mistake', () => {
  const belongs = 'belongs in the query';

  it.each([
    ['', 1, 'the condition is empty', 'changed(killed)'],
    ['killed >= 10 AND', 17, 'the condition ends here, but a condition like killed >= 10', null],
    ['OR killed >= 10', 1, 'expected a condition like killed >= 10 or changed(killed) here, not "OR"', null],
    ['kiled >= 10', 1, 'not a kind of figure', 'killed'],
    ['changed(kiled)', 9, 'not a kind of figure', 'killed'],
    ['rise(killed)', 1, 'needs the amount of the change', 'rise(killed) >= 20%'],
    ['killed >= 1,000', 12, 'unexpected ","', null],
    ['changed(killed', 1, 'one kind of figure', 'changed(killed)'],
    ['killed >= 1 AND NOT killed >= 1', 17, 'can never hold', 'take one of them out'],
    ['killed >= 1 AND riot', 17, `the word "riot" ${belongs}`, null],
    ['killed', 1, belongs, 'killed >= 10'],
    ['chnaged(killed)', 1, belongs, 'changed(killed)'],
    ['rises (killed)', 1, belongs, 'rise(killed) >= 20%'],
    ['prot*', 1, belongs, null],
    ['killed >= 1 AND "state of emergency"', 17, `a phrase ${belongs}`, null],
    ['@kazakhstan AND changed(killed)', 1, `a concept ${belongs}`, null],
    ['NOT =US', 5, `an exact word ${belongs}`, null],
    ['title:(killed >= 10)', 1, `a field ${belongs}`, null],
    ['lang:ru AND changed(killed)', 1, `a field ${belongs}`, null],
    ['source:tass.ru OR changed(killed)', 1, `a field ${belongs}`, null],
    ['killed NEAR/5 injured', 8, `NEAR ${belongs}`, null],
    ['2 OF (killed >= 1, injured >= 1)', 3, `OF ${belongs}`, null],
    ['SCORE 3 (killed >= 1^3)', 1, `SCORE ${belongs}`, null],
    ['changed(killed) && changed(injured)', 17, 'operator in other products', 'AND'],
    ['changed(killed) "', 17, 'never closed', 'put a " after the last word of the phrase'],
  ])('%s → column %i', (text, column, message, suggestion) => {
    expect(refusalOf(text)).toEqual({
      ...{ severity: 'error', column, suggestion },
      message: expect.stringContaining(message),
    });
  });

  it('with both readings where AND and OR stand side by side, one with a bare NOT too', () => {
    expect(refusalOf('changed(killed) OR killed >= 10 AND NOT injured >= 1')).toMatchObject({
      column: 33,
      suggestion:
        '(changed(killed) OR killed >= 10) AND NOT injured >= 1   or   changed(killed) OR (killed >= 10 AND NOT injured >= 1)',
    });
    expect(refusalOf('changed(killed) AND killed >= 10 OR NOT injured >= 1')?.suggestion).toMatch(/ {3}or {3}/);
  });

  it('and any text is a condition or a finding', () => {
    const piece = fc.constantFrom(
      'killed',
      '>=',
      '10',
      'changed(',
      ')',
      '(',
      'AND',
      'OR',
      'NOT',
      '-',
      '"',
      '@',
      'riot',
      '%',
    );
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.array(piece).map((pieces) => pieces.join(' ')),
    );
    fc.assert(
      fc.property(text, (text) => {
        const parsed = parseAlertCondition(text);
        const columns = parsed.kind === 'refused' ? parsed.findings.map(({ column }) => column) : [];
        expect(columns.every((column) => column >= 1 && column <= text.length + 1)).toBe(true);
      }),
      { numRuns: 1000 },
    );
  });
});

describe('alert.when holds', () => {
  const figure = (kind: FigureKind, min: number): StatedFigure => ({ kind, min, span: ['body', 0, 1] });
  const counts = (min: number) => ({ min, max: min });
  const still: Change = { from: null, to: null };
  const occasion = (figures: readonly StatedFigure[], changes: Partial<Record<FigureKind, Change>> = {}) => ({
    figures,
    changeOf: (kind: FigureKind) => changes[kind] ?? still,
  });
  const risen = occasion([figure('killed', 164)], { killed: { from: counts(26), to: counts(164) } });

  it.each([
    ['killed >= 10', true],
    ['killed < 10', false],
    ['killed != 164', false],
    ['injured != 3', false],
    ['NOT injured >= 1', true],
    ['changed(killed)', true],
    ['changed(injured)', false],
    ['killed >= 10 AND changed(injured)', false],
    ['rise(killed) >= 500%', true],
    ['rise(killed) >= 600%', false],
    ['fall(killed) >= 1', false],
    ['rise(killed) >= 138 AND killed > 100', true],
    ['changed(injured) OR NOT (killed = 164 AND changed(killed))', false],
    ['changed(injured) OR killed = 164', true],
  ])('%s of a toll that rose from 26 to 164: %s', (text, expected) => {
    expect(holdsFor(conditionOf(text), risen)).toBe(expected);
  });

  it('by any of the figures that are stated, and with != only if none is equal', () => {
    const several = occasion([figure('killed', 3), figure('killed', 20), figure('injured', 20)]);
    expect(holdsFor(conditionOf('killed >= 10'), several)).toBe(true);
    expect(holdsFor(conditionOf('killed != 20'), several)).toBe(false);
    expect(holdsFor(conditionOf('killed != 4'), several)).toBe(true);
    expect(holdsFor(conditionOf('killed = 4'), several)).toBe(false);
  });
});
