import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import { confirm } from '../../../src/cli/confirm.ts';

async function answered(typed: string) {
  const [input, output] = [new PassThrough(), new PassThrough()];
  input.end(typed);
  const isConfirmed = await confirm('Remove these?', { input, output });
  output.end();
  return { isConfirmed, said: await text(output) };
}

describe('a question', () => {
  it.each(['y\n', 'Y\n', 'yes\n', ' YES \r\n'])('takes %j as a yes', async (typed) => {
    expect(await answered(typed)).toEqual({ isConfirmed: true, said: 'Remove these? (y/N) ' });
  });

  it.each(['', '\n', 'n\n', 'no\n', 'yesterday\n', 'maybe\ny\n'])('takes %j as a no', async (typed) => {
    expect((await answered(typed)).isConfirmed).toBe(false);
  });
});
