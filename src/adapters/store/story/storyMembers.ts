import type { FoldEntry } from '../../../domain/stories/copies/foldIndex.ts';
import type { Profile } from '../../../domain/stories/profile.ts';
import type { Seat } from '../../../domain/stories/storyDesk.ts';
import type { StoryDecision, StoryMember } from '../../../pipeline/story/storyStore.ts';
import type { Queryable } from '../database.ts';

export async function loadFoldMembers(db: Queryable, since: Date): Promise<readonly FoldEntry[]> {
  const rows = await db.query<Omit<FoldEntry, 'signature'> & { signature: Buffer }>(
    `SELECT f.article_id AS "articleId", f.fold_group_id AS "foldGroupId", m.story_id AS "storyId", f.signature, f.numbers, f.seen_at AS "seenAt",
            r.title, coalesce(a.outlet_domain, a.outlet_name) AS outlet, r.published_at AS "publishedAt"
       FROM fold_members AS f
       JOIN story_members AS m ON m.article_id = f.article_id AND m.revision = f.revision AND m.seen_at = f.seen_at
       JOIN article_revisions AS r ON r.article_id = f.article_id AND r.revision = f.revision AND r.seen_at = f.seen_at
       JOIN articles AS a ON a.id = f.article_id AND a.seen_at = f.seen_at
      WHERE f.seen_at >= $1 ORDER BY m.sequence`,
    [since],
  );
  return rows.map((row) => ({ ...row, signature: signatureOf(row.signature) }));
}

/** Little-endian 32-bit words, whatever machine reads them. */
const bytesOf = (signature: Uint32Array): Buffer => {
  const bytes = Buffer.alloc(signature.length * 4);
  for (const [index, word] of signature.entries()) bytes.writeUInt32LE(word, index * 4);
  return bytes;
};
const signatureOf = (bytes: Buffer): Uint32Array =>
  Uint32Array.from({ length: bytes.length / 4 }, (_, index) => bytes.readUInt32LE(index * 4));

export async function saveFoldMember(
  tx: Queryable,
  { article, shape }: StoryDecision,
  { foldGroupId }: Seat,
): Promise<void> {
  await tx.execute(
    `INSERT INTO fold_members (article_id, revision, fold_group_id, signature, numbers, seen_at)
     VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING`,
    [article.articleId, article.revision, foldGroupId, bytesOf(shape.signature), shape.numbers, article.seenAt],
  );
}

const membersAPage = 2000;

type MemberRow = Omit<StoryMember, 'profile'> & { readonly sequence: number; readonly profile: StoredProfile | null };

export async function* loadStoryMembers(db: Queryable, since: Date): AsyncGenerator<StoryMember> {
  let place: number | undefined = 0;
  while (place !== undefined) {
    const page: readonly MemberRow[] = await db.query<MemberRow>(
      `SELECT m.sequence, m.article_id AS "articleId", m.revision, m.story_id AS "storyId", m.role, m.at, m.profile
         FROM story_members AS m JOIN stories AS s ON s.id = m.story_id
        WHERE s.last_article_at >= $1 AND m.sequence > $2 ORDER BY m.sequence LIMIT $3`,
      [since, place, membersAPage],
    );
    for (const { sequence: _, profile, ...member } of page) yield { ...member, profile: profile && profileOf(profile) };
    place = page.at(-1)?.sequence;
  }
}

/** Maps as lists of pairs: a word may be `__proto__`. */
interface StoredProfile extends Pick<Profile, 'language' | 'headline'> {
  readonly words: readonly (readonly [string, number])[];
  readonly bridge: readonly (readonly [string, number])[];
}

const profileOf = ({ words, bridge, ...rest }: StoredProfile): Profile => ({
  ...rest,
  words: new Map(words),
  bridge: new Map(bridge),
});

const storedProfile = ({ words, bridge, language, headline }: Profile): StoredProfile => ({
  ...{ language, headline },
  words: [...words],
  bridge: [...bridge],
});

export async function saveStoryMember(
  tx: Queryable,
  { article, shape, at }: StoryDecision,
  { storyId, role }: Seat,
  sequence: number,
): Promise<void> {
  const profile = role === 'report' ? JSON.stringify(storedProfile(shape.profile)) : null;
  await tx.execute(
    `INSERT INTO story_members (sequence, article_id, revision, seen_at, story_id, role, at, profile)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT DO NOTHING`,
    [sequence, article.articleId, article.revision, article.seenAt, storyId, role, at, profile],
  );
}
