import pg from 'pg';
import { describe, expect, it } from 'vitest';
import { createLog } from '../../src/app/logging.ts';

function logged(err: unknown): string {
  const lines: string[] = [];
  createLog('warn', { write: (line) => void lines.push(line) }).error({ err }, 'failed');
  return lines.join('');
}

describe('an error in the log', () => {
  it('is its type, code, message and place', () => {
    const error = Object.assign(new TypeError('broken'), { code: 'EBROKEN' });
    expect(JSON.parse(logged(error)).err).toEqual({
      ...{ type: 'TypeError', code: 'EBROKEN', message: 'broken' },
      stack: expect.stringContaining('logging.test.ts'),
    });
  });

  it('holds its cause', () => {
    expect(logged(new Error('outer', { cause: new Error('inner') }))).toMatch(/outer: inner/);
  });

  it('holds each of several', () => {
    const refused = Object.assign(new Error('connect ECONNREFUSED ::1:5432'), { code: 'ECONNREFUSED' });
    expect(JSON.parse(logged(new AggregateError([refused], ''))).err.errors).toMatchObject([
      { code: 'ECONNREFUSED', message: 'connect ECONNREFUSED ::1:5432' },
    ]);
  });

  it('holds nothing else that hangs on it, such as the database client', () => {
    const client = new pg.Client({ connectionString: 'postgres://tocsin:geheim@127.0.0.1:1/none' });
    Object.assign(client, { secretKey: 'geheim' });
    expect(logged(Object.assign(new Error('lost'), { client }))).not.toMatch(/geheim|client/);
  });

  it('does not hold an address with a password that is no address', () => {
    expect(logged(thrownBy(() => new URL('postgres://tocsin:geheim@:no')))).not.toContain('geheim');
  });
});

function thrownBy(run: () => unknown): unknown {
  try {
    return run();
  } catch (error) {
    return error;
  }
}
