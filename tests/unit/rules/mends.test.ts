import { describe, expect, it } from 'vitest';
import { parseAlertCondition } from '../../../src/domain/rules/alertCondition.ts';
import type { QueryFinding } from '../../../src/domain/rules/language/finding.ts';
import { placeOfFinding } from '../../../src/domain/rules/language/findingPlace.ts';
import { mended, mendsOf } from '../../../src/domain/rules/language/mends.ts';
import { parseQuery } from '../../../src/domain/rules/language/parser.ts';

const concepts = { kazakhstan: ['Kazakhstan', 'Казахстан', 'Қазақстан'], csto: ['CSTO', 'ОДКБ'] };
const findIn = (text: string): readonly QueryFinding[] => {
  const parsed = parseQuery(text, { concepts });
  return parsed.kind === 'query' ? parsed.warnings : parsed.findings;
};
const findInCondition = (text: string): readonly QueryFinding[] => {
  const parsed = parseAlertCondition(text);
  return parsed.kind === 'refused' ? parsed.findings : [];
};

/** What the buttons of the first finding make of the text. */
const buttons = (text: string, find = findIn): readonly string[] => {
  const [finding] = find(text);
  return finding === undefined ? [] : mendsOf(text, finding, find).map((mend) => mended(text, mend));
};
const marked = (text: string): string => {
  const [finding] = findIn(text);
  if (finding === undefined) return '';
  const { from, to } = placeOfFinding(text, finding);
  return text.slice(from, to);
};

describe('the mend of a mistake', () => {
  it.each([
    ['riot && unrest', ['riot AND unrest']],
    ['riot and unrest', ['riot AND unrest']],
    ['@kazakstan AND riot', ['@kazakhstan AND riot']],
    ['titel:riot', ['title:riot']],
    ['killd >= 5 AND riot', ['killed >= 5 AND riot']],
    ['riot w/5 police', ['riot NEAR/5 police']],
    ['riot AND !football', ['riot AND NOT football']],
    ['riot AND lang:rus', ['riot AND lang:ru']],
    ['rise(killed) AND riot', ['rise(killed) >= 20% AND riot']],
    ['"state of emergency', ['"state of emergency"']],
    ['riot AND (unrest OR strike ', ['riot AND (unrest OR strike)']],
    ['riot AND unrest)', ['riot AND unrest']],
  ])('%s', (text, wanted) => {
    expect(buttons(text)).toEqual(wanted);
  });

  it('offers both readings of AND with OR, also inside brackets', () => {
    expect(buttons('riot OR protest AND almaty')).toEqual([
      ...['(riot OR protest) AND almaty', 'riot OR (protest AND almaty)'],
    ]);
    expect(buttons('@csto AND (riot OR protest AND almaty)')).toEqual([
      ...['@csto AND ((riot OR protest) AND almaty)', '@csto AND (riot OR (protest AND almaty))'],
    ]);
  });

  it('is no button where the suggestion is an example or an advice', () => {
    for (const text of [
      'NOT riot',
      'riot AND NOT riot',
      '2 OF (riot, riot)',
      'ri* AND x',
      'atleast2 (a, b)',
      'rio*~t',
      '',
    ]) {
      expect(buttons(text), text).toEqual([]);
    }
  });

  it('works in conditions', () => {
    expect(buttons('kiled >= 10', findInCondition)).toEqual(['killed >= 10']);
    expect(buttons('chnged(killed)', findInCondition)).toEqual(['changed(killed)']);
  });
});

describe('the place of a finding', () => {
  it.each([
    ['riot && unrest', '&&'],
    ['riot AND @kazakstan', '@kazakstan'],
    ['sports:football', 'sports:'],
    ['riot AND (unrest', '('],
    ['riot "state of', '"state of'],
    ['riot AND', 'D'],
  ])('%s', (text, wanted) => {
    expect(marked(text)).toBe(wanted);
  });
});
