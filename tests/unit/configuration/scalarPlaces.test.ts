import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Document, isScalar, parseDocument, Scalar } from 'yaml';
import { readRulesFile } from '../../../config/rulesFile.ts';
import { placeInScalar } from '../../../config/scalarPlaces.ts';

const placeOfFire = (query: string) => {
  const { rules, findings } = readRulesFile(`rules:\n  - id: a\n    query: ${query}\n`, 'rules.yaml');
  expect(findings).toEqual([]);
  return rules[0]?.at(rules[0].query.indexOf('fire'));
};

describe('the place of a word in a query', () => {
  it.each([
    ['plain', 'almaty AND fire', { line: 3, column: 23 }],
    ['in double quotes', '"almaty AND fire"', { line: 3, column: 24 }],
    ['in single quotes', "'almaty AND fire'", { line: 3, column: 24 }],
    ['behind a doubled quote', "'it''s AND fire'", { line: 3, column: 23 }],
    ['behind escapes', '"\\"a b\\" \\u0041\\x42 AND fire"', { line: 3, column: 36 }],
    ['behind an escaped character beyond the BMP', '"\\U0001F525 fire"', { line: 3, column: 24 }],
    ['after an escaped line end', '"almaty \\\n      AND fire"', { line: 4, column: 11 }],
    ['on the next line of plain text', 'almaty AND\n      fire', { line: 4, column: 7 }],
    ['after an empty line of quoted text', '"almaty\n\n      AND fire"', { line: 5, column: 11 }],
    ['folded', '>-\n      almaty AND\n      (smoke OR\n      fire)', { line: 6, column: 7 }],
    ['literal', '|\n      almaty\n        AND fire', { line: 5, column: 13 }],
    ['literal after empty lines', '|2-\n\n\n      almaty AND fire', { line: 6, column: 18 }],
    ['with Windows line ends', '>-\r\n      almaty AND\r\n      fire', { line: 5, column: 7 }],
    ['behind a comment and a tag', '!!str # why\n      fire', { line: 4, column: 7 }],
  ])('is exact when it is %s', (_, query, place) => {
    expect(placeOfFire(query)).toEqual(place);
  });

  it('is exact in JSON', () => {
    const { rules } = readRulesFile('{"rules": [{"id": "a", "query": "say \\"x\\" fire"}]}', 'rules.json');
    expect(rules[0]?.at(8)).toEqual({ line: 1, column: 44 });
  });

  const styles: readonly Scalar.Type[] = ['PLAIN', 'QUOTE_DOUBLE', 'QUOTE_SINGLE', 'BLOCK_FOLDED', 'BLOCK_LITERAL'];
  const query = fc
    .array(fc.constantFrom('almaty', 'AND', '(fire', '"two words"', "it's", 'Ақтау', ':', '#', '\\', '🔥', '\n', '  '))
    .map((words) => words.join(' ').trim());

  it('is that of the same character, whatever the style and the folding', () => {
    fc.assert(
      fc.property(query, fc.constantFrom(...styles), (text, style) => {
        const scalar = new Scalar(text);
        scalar.type = style;
        const source = new Document({ query: scalar }).toString({ lineWidth: 20 });
        const read = parseDocument(source).get('query', true);
        if (!isScalar(read)) throw new Error(`was not read back: ${source}`);
        for (const [offset, unit] of String(read.value).split('').entries()) {
          if (/\s/.test(unit)) continue;
          const found = source[placeInScalar(source, read, offset)];
          // In double quotes a quote and a backslash are found at their escape.
          expect(found === '\\' && /["\\]/.test(unit) ? unit : found).toBe(unit);
        }
      }),
      { numRuns: 500 },
    );
  });
});
