import { audienceOf } from '../../../domain/articles/audience.ts';
import type { IncomingArticle, SavedCounts } from '../../../pipeline/poll/pollStore.ts';
import type { Queryable } from '../database.ts';
import { settled } from '../shared/leases.ts';
import { earlierRevision, nextTurn } from '../shared/turns.ts';
import { storable } from '../storable.ts';
import { type IdentifiedArticle, identifyArticles } from './identities.ts';

/**
 * Saves what is new of a feed document: articles, revisions, and for each revision its pipeline item.
 *
 * A text that the article had before in any revision makes no new one, unless this feed itself goes back to it. Two feeds
 * may serve one link with different texts at every poll; each poll would else be a revision of the other's.
 */
export async function saveArticles(
  tx: Queryable,
  feedId: number,
  articles: readonly IncomingArticle[],
  now: Date,
): Promise<SavedCounts> {
  if (articles.length === 0) return { created: 0, revised: 0, known: 0, churned: 0 };
  await tx.execute('SELECT ensure_month($1)', [now]);
  const identified = await identifyArticles(tx, feedId, articles, now);
  const fresh = identified.filter(({ isNew }) => isNew).map((each) => rowOf(asMissed(each, now)));
  await insertArticles(tx, feedId, fresh, now);
  const known = identified.filter(({ isNew }) => !isNew).map(rowOf);
  const revised = await reviseArticles(tx, feedId, known, now);
  await noteServedTexts(tx, feedId, [...fresh, ...known], now);
  const churned = identified.filter(({ isChurned }) => isChurned).length;
  return { created: fresh.length, revised, known: articles.length - fresh.length - revised, churned };
}

/** What was in the feed for long is for whom it would be in a new feed; what nobody is notified of needs no page. */
function asMissed(identified: IdentifiedArticle, now: Date): IdentifiedArticle {
  const { incoming, isBacklog } = identified;
  const isOld = audienceOf({ publishedAt: incoming.item.publishedAt, now, isFirstPoll: true }) === 'nobody';
  return isBacklog && isOld ? { ...identified, incoming: { ...incoming, audience: 'nobody', page: null } } : identified;
}

type ArticleRow = ReturnType<typeof rowOf>;

const rowOf = ({ articleId, incoming, isReissue, isBack }: IdentifiedArticle) => {
  const { item, audience, page, contentHash } = incoming;
  return {
    articleId,
    guid: storable(item.guid),
    link: storable(item.link),
    outletName: storable(item.outlet.name),
    outletDomain: item.outlet.domain,
    lang: item.lang,
    publishedAt: item.publishedAt,
    publishedOffset: item.publishedOffsetMinutes ?? null,
    title: storable(item.title),
    summary: storable(item.summary),
    contentText: storable(item.contentText),
    author: storable(item.author),
    contentHash,
    audience,
    pageHost: page?.host ?? null,
    readUntil: page?.readUntil ?? null,
    ...{ isReissue, isBack },
  };
};

const incomingRows = `jsonb_to_recordset($1::jsonb) AS n (
  "articleId" bigint, guid text, link text, "outletName" text, "outletDomain" text, lang text, "publishedAt" timestamptz, "publishedOffset" smallint,
  title text, summary text, "contentText" text, author text, "contentHash" text, audience text, "pageHost" text, "readUntil" timestamptz,
  "isReissue" boolean, "isBack" boolean)`;

/** The turns that the feed has next, in each line that an article can enter first. */
const turns = `
  SELECT line.step, class.is_backlog,
         CASE line.step WHEN 'read' THEN ${nextTurn('read', '$3', 'class.is_backlog')} ELSE ${nextTurn('match', '$3', 'class.is_backlog')} END AS next
    FROM (VALUES ('read'), ('match')) AS line (step) CROSS JOIN (VALUES (false), (true)) AS class (is_backlog)`;

const turnInPoll = 'turns.next + row_number() OVER (PARTITION BY e.step, e.is_backlog ORDER BY e.article_id) - 1';

/** The items of new articles: where a page is to be read, that comes first. */
const insertItems = `
  INSERT INTO pipeline_items (article_id, revision, seen_at, step, page_host, read_until, feed_id, is_backlog, turn)
  SELECT e.article_id, e.revision, e.seen_at, e.step, e.page_host, e.read_until, $3, e.is_backlog, ${turnInPoll}
    FROM (SELECT saved.*, CASE WHEN n."pageHost" IS NULL THEN 'match' ELSE 'read' END AS step, n."pageHost" AS page_host,
                 n."readUntil" AS read_until, n.audience <> 'everyone' AS is_backlog
            FROM saved JOIN ${incomingRows} ON n."articleId" = saved.article_id) AS e
    JOIN turns USING (step, is_backlog)
   ORDER BY e.article_id`;

/**
 * The items of revisions. One that asks for no page itself still waits for the page that an earlier one waits for, or takes the
 * one that an earlier one had (no host: none is asked): else what the page states would be as if withdrawn.
 */
const insertRevisedItems = `
  INSERT INTO pipeline_items (article_id, revision, seen_at, step, page_host, read_until, feed_id, is_backlog, turn)
  SELECT e.article_id, e.revision, e.seen_at, e.step, e.page_host, e.read_until, coalesce(earlier.feed_id, $3),
         coalesce(earlier.is_backlog, e.is_backlog), coalesce(earlier.turn, ${turnInPoll})
    FROM (SELECT saved.*, CASE WHEN page.host IS NULL THEN 'match' ELSE 'read' END AS step, page.host AS page_host,
                 CASE WHEN page.host IS NOT NULL THEN coalesce(n."readUntil", o.read_until, $2) END AS read_until, n.is_backlog
            FROM saved JOIN changed AS n ON n."articleId" = saved.article_id
            LEFT JOIN overtaken AS o ON o.article_id = saved.article_id
           CROSS JOIN LATERAL (
             SELECT coalesce(n."pageHost", o.page_host, CASE WHEN EXISTS (
               SELECT FROM article_revisions AS p
                WHERE p.article_id = saved.article_id AND p.seen_at = saved.seen_at AND p.full_text IS NOT NULL) THEN '' END) AS host) AS page
           CROSS JOIN (SELECT count(*) FROM overtaken) AS first) AS e
    JOIN turns USING (step, is_backlog)
    LEFT JOIN LATERAL (${earlierRevision('e.article_id')}) AS earlier ON e.step = 'match'
   ORDER BY e.article_id`;

async function insertArticles(tx: Queryable, feedId: number, rows: readonly ArticleRow[], now: Date): Promise<void> {
  if (rows.length === 0) return;
  const json = JSON.stringify(rows);
  await tx.execute(
    `INSERT INTO articles (id, seen_at, feed_id, guid, link, outlet_name, outlet_domain, lang, latest_revision)
     SELECT "articleId", $2, $3, guid, link, "outletName", "outletDomain", lang, 1 FROM ${incomingRows}`,
    [json, now, feedId],
  );
  await tx.execute(
    `WITH saved AS (
       INSERT INTO article_revisions (article_id, revision, seen_at, saved_at, published_at, published_offset, title, summary, content_text, author, content_hash, audience, feed_id, is_reissue)
       SELECT "articleId", 1, $2, $2, "publishedAt", "publishedOffset", title, summary, "contentText", author, decode("contentHash", 'hex'), audience, $3, "isReissue"
         FROM ${incomingRows}
       RETURNING article_id, revision, seen_at
     ), turns AS MATERIALIZED (${turns})
     ${insertItems}`,
    [json, now, feedId],
  );
}

/**
 * How many got a new revision. The article rows are locked first, so that two feeds revise one article in turn.
 * An earlier one that still waits for its page goes on without: the new one must not overtake it.
 * Late is what appeared late: a change of an article that appeared in time is news, however long ago it was published.
 */
async function reviseArticles(tx: Queryable, feedId: number, rows: readonly ArticleRow[], now: Date): Promise<number> {
  if (rows.length === 0) return 0;
  const ids = rows.map(({ articleId }) => articleId);
  await tx.query('SELECT FROM articles WHERE id = ANY ($1::bigint[]) ORDER BY id FOR UPDATE', [ids]);
  return tx.execute(
    `WITH changed AS (
       SELECT DISTINCT ON (n."articleId") n.*, a.seen_at, a.latest_revision + 1 AS revision,
              ${audienceOfRevision} AS revised_audience, ${audienceOfRevision} <> 'everyone' AS is_backlog,
              history.had AND ${isLater} AS again
         FROM ${incomingRows}
         JOIN articles AS a ON a.id = n."articleId"
         JOIN article_revisions AS first ON first.article_id = a.id AND first.revision = 1 AND first.seen_at = a.seen_at
         LEFT JOIN served_texts AS served ON served.feed_id = $3 AND served.article_id = a.id
         CROSS JOIN LATERAL ${textHistory} AS history
        WHERE NOT history.had OR (served.content_hash <> ${incomingHash} AND NOT history.has AND history.returns < ${returnsADay})
           OR (${isLater} AND (NOT history.has OR n."isBack") AND history.returns < ${reissuesADay})
     ), saved AS (
       INSERT INTO article_revisions (article_id, revision, seen_at, saved_at, published_at, published_offset, title, summary, content_text, author, content_hash, audience, feed_id, is_reissue)
       SELECT "articleId", revision, seen_at, $2, "publishedAt", "publishedOffset", title, summary, "contentText", author, decode("contentHash", 'hex'), revised_audience, $3, again
         FROM changed
       RETURNING article_id, revision, seen_at
     ), counted AS (
       UPDATE articles SET latest_revision = saved.revision, link = coalesce(n.link, articles.link)
         FROM saved JOIN changed AS n ON n."articleId" = saved.article_id
        WHERE articles.id = saved.article_id AND articles.seen_at = saved.seen_at
     ), turns AS MATERIALIZED (${turns}
     ), overtaken AS (
       UPDATE pipeline_items AS i
          SET step = 'match', sequence = DEFAULT, feed_id = coalesce(earlier.feed_id, $3),
              is_backlog = coalesce(earlier.is_backlog, changed.is_backlog), turn = coalesce(earlier.turn, turns.next), ${settled}
         FROM changed JOIN turns ON turns.step = 'match' AND turns.is_backlog = changed.is_backlog
         LEFT JOIN LATERAL (${earlierRevision('changed."articleId"')}) AS earlier ON true
        WHERE i.article_id = changed."articleId" AND i.step = 'read'
       RETURNING i.article_id, i.revision, i.seen_at, i.page_host, i.read_until
     ), noted AS (
       UPDATE article_revisions AS r SET page_note = 'a newer text arrived before the page was read'
         FROM overtaken AS o WHERE r.article_id = o.article_id AND r.revision = o.revision AND r.seen_at = o.seen_at
     )
     ${insertRevisedItems}`,
    [JSON.stringify(rows), now, feedId],
  );
}

const isLater = `coalesce(n."publishedAt" > history.latest, false)`;

/** What was late at first is so until it is dated anew. Of a new feed's backlog a change is news only as far as the item is: one without a date is listed, never instant. */
const audienceOfRevision = `CASE WHEN n.audience = 'nobody' THEN 'nobody'
  WHEN first.audience = 'digests' THEN CASE WHEN ${isLater} THEN n.audience ELSE 'digests' END
  WHEN first.audience = 'nobody' THEN CASE WHEN n."publishedAt" IS NULL THEN 'digests' ELSE n.audience END ELSE 'everyone' END`;

const incomingHash = `decode(n."contentHash", 'hex')`;

/** A publisher may take a change back. One whose servers answer in turn with two versions is not followed to and fro all day. */
const returnsADay = 2;

/** A notice board goes to and fro with what happens, and dates each turn. */
const reissuesADay = 24;

/**
 * Whether the article ever had the text, whether it has it now, how often it went back to an earlier one within a day, and the
 * latest date of any.
 */
const textHistory = `(
  SELECT coalesce(bool_or(r.content_hash = ${incomingHash}), false) AS had,
         coalesce(bool_or(r.content_hash = ${incomingHash}) FILTER (WHERE r.revision = a.latest_revision), false) AS has,
         count(*) FILTER (WHERE r.saved_at > $2::timestamptz - interval '1 day' AND EXISTS (
           SELECT FROM article_revisions AS e
            WHERE e.article_id = a.id AND e.seen_at = a.seen_at AND e.revision < r.revision AND e.content_hash = r.content_hash)) AS returns,
         max(r.published_at) AS latest
    FROM article_revisions AS r
   WHERE r.article_id = a.id AND r.seen_at = a.seen_at)`;

/** A date that did not change keeps the time since when it stands. */
async function noteServedTexts(tx: Queryable, feedId: number, rows: readonly ArticleRow[], now: Date): Promise<void> {
  const served = rows.map(({ articleId, contentHash, publishedAt }) => ({ articleId, contentHash, publishedAt }));
  await tx.execute(
    `INSERT INTO served_texts AS s (feed_id, article_id, content_hash, published_at, dated_at)
     SELECT DISTINCT ON ("articleId") $2::bigint, "articleId", ${incomingHash}, "publishedAt", $3::timestamptz FROM ${incomingRows}
      WHERE EXISTS (SELECT FROM articles WHERE id = "articleId")
      ORDER BY "articleId"
     ON CONFLICT (feed_id, article_id) DO UPDATE
        SET content_hash = excluded.content_hash, published_at = coalesce(excluded.published_at, s.published_at),
            dated_at = CASE WHEN ${isRedated} THEN excluded.dated_at ELSE s.dated_at END
      WHERE s.content_hash <> excluded.content_hash OR ${isRedated}`,
    [JSON.stringify(served), feedId, now],
  );
}

const isRedated = `(s.dated_at IS NULL OR s.published_at IS DISTINCT FROM coalesce(excluded.published_at, s.published_at))`;
