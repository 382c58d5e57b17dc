import { type SearchKey, searchIndexVersion } from '../../../domain/rules/search/searchKeys.ts';

/** Keys as PostgreSQL reads an array: ten times as fast as JSON. */
export const keysLiteral = (keys: readonly SearchKey[]): string => `{${keys.join()}}`;

/** Saves entries from rows `n` with article_id, revision, seen_at, figures and keys, as text; rows without keys are passed over. */
export const savingEntries = (rows: string): string => `
  INSERT INTO search_entries AS e (article_id, revision, seen_at, saved_at, version, figures, keys)
  SELECT n.article_id, n.revision, n.seen_at, r.saved_at, ${searchIndexVersion}, n.figures, n.keys::integer[]
    FROM ${rows} JOIN article_revisions AS r ON r.article_id = n.article_id AND r.revision = n.revision AND r.seen_at = n.seen_at
   WHERE n.keys IS NOT NULL
  ON CONFLICT (article_id, revision, seen_at) DO UPDATE
     SET version = excluded.version, figures = excluded.figures, keys = excluded.keys`;
