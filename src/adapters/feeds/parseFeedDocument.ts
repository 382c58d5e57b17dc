import { decodeDocument } from '../documents/decodeDocument.ts';
import { readJsonFeed } from './jsonFeed.ts';
import { notAFeed, type ParsedDocument } from './parsedDocument.ts';
import { secondOpinion } from './secondOpinion.ts';
import { readXmlFeed } from './xml/readXmlFeed.ts';

export interface DocumentSource {
  /** Where the document came from: relative links count from there. Null: nowhere. */
  readonly url: string | null;
  /** The Content-Type it came with; its charset is believed as far as the bytes bear it out. */
  readonly contentType: string | null;
}

/** It has said what it had to say; written `<?xml …>`, without its second mark, it would take the whole document with it. */
const prolog = /^<\?xml[^<>]*>/i;

/**
 * Reads RSS, RDF, Atom, JSON Feed and news sitemaps from bytes. Never throws: what is no feed says so in a sentence. Our
 * own reader reads first; rss-parser is asked where that one finds nothing (docs/decisions/feeds.md).
 */
export async function parseFeedDocument(bytes: Uint8Array, source: DocumentSource): Promise<ParsedDocument> {
  const text = decodeDocument(bytes, source.contentType).trimStart();
  if (text === '') return notAFeed('the document is empty');
  if (text.startsWith('{')) return readJsonFeed(text, source.url);
  if (!text.includes('<')) return notAFeed('this is neither XML nor JSON');
  const read = readXmlFeed(text.replace(prolog, ''), source.url);
  if (read.kind === 'feed' && read.items.length > 0) return read;
  return (await secondOpinion(text, source.url)) ?? read;
}
