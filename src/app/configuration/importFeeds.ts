import type { Database } from '../../adapters/store/database.ts';
import type { FeedDefinition } from '../../domain/configuration/definitions.ts';
import { applyUpon } from './applyWanted.ts';
import { feedsKind } from './feedsKind.ts';

export interface FeedImport {
  readonly feeds: readonly FeedDefinition[];
  /** Of the file they come from. */
  readonly text: string;
  readonly isDryRun: boolean;
  readonly at: Date;
}

export interface ImportedFeeds {
  readonly added: readonly FeedDefinition[];
  /** How many were polled already; they stay as they are. */
  readonly known: number;
}

/** Adds the feeds that are not polled yet. */
export async function importFeeds(db: Database, { feeds, text, isDryRun, at }: FeedImport): Promise<ImportedFeeds> {
  let added: readonly FeedDefinition[] = [];
  const upon = (current: readonly FeedDefinition[]) => {
    const known = new Set(current.map(({ url }) => documentOf(url)));
    added = feeds.filter(({ url }) => !known.has(documentOf(url)));
    return isDryRun || added.length === 0 ? null : { value: [...current, ...added], text };
  };
  await applyUpon(db, feedsKind, upon, { by: 'import', why: 'import of an OPML file', at });
  return { added, known: feeds.length - added.length };
}

/** What stands behind `#` names no other document. */
function documentOf(address: string): string {
  const url = new URL(address);
  url.hash = '';
  return url.href;
}
