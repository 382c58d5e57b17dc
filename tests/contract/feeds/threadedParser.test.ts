import { Worker } from 'node:worker_threads';
import { afterEach, describe, expect, it } from 'vitest';
import type { ParsedDocument } from '../../../src/adapters/feeds/parsedDocument.ts';
import {
  createThreadedParser,
  type ThreadedParser,
  type ThreadedParserOptions,
} from '../../../src/adapters/feeds/threadedParser.ts';
import { silentLog } from '../../support/silentLog.ts';

const rss = Buffer.from('<rss version="2.0"><channel><title>T</title><item><guid>1</guid></item></channel></rss>');
const never = new AbortController().signal;
const opened: ThreadedParser[] = [];

const parserOf = (options: Partial<ThreadedParserOptions> = {}) => {
  const parser = createThreadedParser({ log: silentLog, ...options });
  opened.push(parser);
  return parser;
};
const read = ({ parse }: ThreadedParser, bytes: Uint8Array = rss, signal = never): Promise<ParsedDocument> =>
  parse(bytes, { url: null, contentType: null }, signal);

/** Hangs on the document `hang`, swells on `swell`, throws on `throw`; else the answer is a feed without items. */
const awkwardWorker = () =>
  new Worker(
    `const { parentPort } = require('node:worker_threads');
     const faults = {
       hang() { for (;;); },
       swell() { for (const all = []; ; ) all.push(new Array(1000).fill(all.length)); },
       throw() { throw new Error('a document like no other'); },
     };
     parentPort.on('message', ({ bytes }) => {
       faults[Buffer.from(bytes).toString()]?.();
       parentPort.postMessage({ kind: 'feed', header: {}, items: [] });
     });`,
    { eval: true, resourceLimits: { maxOldGenerationSizeMb: 32 } },
  );

afterEach(async () => {
  await Promise.all(opened.splice(0).map((parser) => parser.close()));
});

describe('documents are read in threads of their own', () => {
  it('and come back whole', async () => {
    const document = await read(parserOf());
    expect(document).toMatchObject({ kind: 'feed', header: { title: 'T' }, items: [{ guid: '1' }] });
  });

  it.each(['hang', 'swell', 'throw'])(
    'and one that makes its thread %s is called malformed, while another is read',
    async (fault) => {
      const parser = parserOf({ startWorker: awkwardWorker, withinMs: 3000 });
      const awkward = read(parser, Buffer.from(fault));
      expect(await read(parser)).toMatchObject({ kind: 'feed' });
      expect(await awkward).toMatchObject({
        kind: 'failed',
        reason: 'malformed',
        message: expect.stringContaining('the parsing thread'),
      });
      expect(await read(parser)).toMatchObject({ kind: 'feed' });
    },
  );

  it('and one that nobody waits for any more is not read', async () => {
    expect(await read(parserOf(), rss, AbortSignal.abort())).toMatchObject({ kind: 'failed' });
  });
});
