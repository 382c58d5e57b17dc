import pg from 'pg';

const oid = { int8: 20, int8Array: 1016 };

const parseInt8 = (text: string): number => {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new RangeError(`${text} is beyond the integers that a number holds exactly`);
  return value;
};

/** int8 as a number: ids and counts stay far below 2^53. Everything else as pg does it (timestamptz → Date, jsonb parsed). */
export const typeParsers: pg.CustomTypesConfig = {
  getTypeParser: (type: number, format?: 'text' | 'binary') => {
    if (type === oid.int8 && format !== 'binary') return parseInt8;
    const parse = pg.types.getTypeParser(type, format);
    if (type !== oid.int8Array || format === 'binary') return parse;
    return (text: string) => parse(text).map(parseInt8);
  },
};
