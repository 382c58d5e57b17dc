import { readFile } from 'node:fs/promises';
import { buffer } from 'node:stream/consumers';
import { Command } from 'commander';
import type { ParsedDocument } from '../adapters/feeds/parsedDocument.ts';
import { parseFeedDocument } from '../adapters/feeds/parseFeedDocument.ts';
import type { FeedItem } from '../domain/articles/article.ts';
import { publishedLocally } from '../domain/articles/publishedLocally.ts';
import { writeLine } from './jsonLines.ts';

interface Options {
  readonly url?: string;
  readonly contentType?: string;
}

export const parseFeedCommand = (): Command =>
  new Command('parse-feed')
    .argument('[files...]', 'feed documents; without any, or with -, standard input')
    .option('--url <url>', 'the address of the document, against which relative links are resolved')
    .option('--content-type <type>', 'the Content-Type it came with')
    .action(parseFeeds);

/** Exit code 1 when a document was no feed. */
async function parseFeeds(files: readonly string[], options: Options): Promise<void> {
  for (const file of files.length === 0 ? ['-'] : files) {
    const document = await readDocument(file, options);
    await writeDocument(file, document);
    if (document.kind === 'failed') process.exitCode = 1;
  }
}

async function readDocument(file: string, { url, contentType }: Options): Promise<ParsedDocument> {
  try {
    const bytes = file === '-' ? await buffer(process.stdin) : await readFile(file);
    return await parseFeedDocument(bytes, { url: url ?? null, contentType: contentType ?? null });
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return { kind: 'failed', reason: 'malformed', message };
  }
}

async function writeDocument(file: string, document: ParsedDocument): Promise<void> {
  if (document.kind === 'failed') return writeLine({ error: { file, message: document.message } });
  const { format, title, link, lang, ttlMinutes, hub } = document.header;
  await writeLine({ feed: { file, format, title, link, lang, ttlMinutes, hub } });
  for (const item of document.items) await writeLine(articleLine(item));
}

const articleLine = ({ guid, updatedAt, outlet, ...item }: FeedItem) => ({
  id: guid ?? item.link,
  link: item.link,
  title: item.title,
  summary: item.summary,
  contentText: item.contentText,
  author: item.author,
  outlet: outlet.domain ?? outlet.name,
  publishedISO: publishedLocally({ ...item, outlet }),
  updatedISO: updatedAt?.toISOString() ?? null,
  lang: item.lang,
  enclosures: item.enclosures,
});
