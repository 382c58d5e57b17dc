import pg from 'pg';
import { afterEach, beforeEach, describe, expect, inject, it, vi } from 'vitest';
import { watched } from '../../../src/adapters/queue/watchedClient.ts';
import { type Line, openLine } from '../../support/line.ts';
import { waitFor } from '../../support/waitFor.ts';

const queryLimitMs = 200;
const beats = 20;
const beatMs = 5000;

let line: Line;
let pool: pg.Pool;
let client: pg.PoolClient;
let errors: Error[];
beforeEach(async () => {
  const place = new URL(inject('testServerUrl'));
  line = await openLine(new URL(place));
  place.port = String(line.port);
  pool = new pg.Pool({ connectionString: place.href, query_timeout: queryLimitMs });
  pool.on('error', () => undefined);
  const connected = await pool.connect();
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  client = watched(connected);
  errors = [];
  client.on('error', (error) => errors.push(error));
});
afterEach(async () => {
  vi.useRealTimers();
  client.release(true);
  await pool.end();
  await line.close();
});

describe('a connection that a worker listens on', () => {
  it('is kept by a process that was too busy to read the answers in time', async () => {
    for (let beat = 0; beat < beats; beat++) {
      vi.advanceTimersByTime(beatMs);
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, beat < 3 ? 2 * queryLimitMs : 0);
      await client.query('SELECT 1');
    }
    expect(errors).toEqual([]);
  });

  it('ends once the server has not answered for fifteen seconds', async () => {
    line.forget();
    vi.advanceTimersByTime(3 * beatMs - 1);
    expect(errors).toEqual([]);
    vi.advanceTimersByTime(beats * beatMs);
    await waitFor(() => errors.length > 0, { withinMs: 10_000 });
    expect(errors.map(({ message }) => message)).toEqual(['the server fell silent']);
  });

  it('is asked nothing more once it is given back', async () => {
    client.release();
    line.forget();
    vi.advanceTimersByTime(beats * beatMs);
    expect(errors).toEqual([]);
    client = await pool.connect();
  });
});
