import type { Database } from '../src/adapters/store/database.ts';

export interface Filling {
  readonly articles: number;
  readonly stories: number;
  readonly messages: number;
  readonly subscribers: number;
  readonly feeds: number;
  /** The newest article is of this time; the others lie in the year before. */
  readonly now: Date;
}

/** Of the year before `now`, the time of the i-th of `count` rows. */
const timeOf = (count: string): string => `$1::timestamptz - (${count} - i) * (interval '360 days' / ${count})`;

const words = `ARRAY['riot','police','border','ministry','killed','troops','protest','bus','fire','market','river','court','train','strike','storm',
  'election','bridge','school','hospital','mine','dam','flood','army','deputy','talks','rally','curfew','tax','gas','price']`;
const cities = `ARRAY['Almaty','Aktau','Taraz','Shymkent','Bishkek','Osh','Tashkent','Dushanbe','Astana','Atyrau','Semey','Oral']`;

/** A store as it is after a year: made by SQL, since nobody reads these texts. */
export async function fillStore(
  db: Database,
  { articles, stories, messages, subscribers, feeds, now }: Filling,
): Promise<void> {
  const run = (sql: string, ...values: readonly unknown[]) =>
    db.transaction((tx) => tx.execute(sql, [now, ...values]), 3_600_000);
  for (let month = 0; month <= 12; month++)
    await db.execute("SELECT ensure_month($1::timestamptz - $2 * interval '30 days')", [now, month]);
  await run(
    `INSERT INTO feeds (url, name, every_seconds, next_poll_at, first_polled_at, last_polled_at, last_succeeded_at, interval_seconds)
     SELECT 'https://outlet-' || i || '.example/rss', 'Outlet ' || i, 600, $1::timestamptz + interval '10 years', $1, $1, $1, 600
       FROM generate_series(1, $2::int) AS i`,
    feeds,
  );
  const slice = 100_000;
  for (let from = 1; from <= articles; from += slice) {
    const until = Math.min(articles, from + slice - 1);
    await run(
      `INSERT INTO articles (id, seen_at, feed_id, guid, link, outlet_name, outlet_domain, lang, latest_revision)
       SELECT i, ${timeOf('$4::bigint')}, 1 + i % $5::int, 'g' || i, 'https://outlet-' || i % $5::int || '.example/' || i,
              'Outlet ' || i % $5::int, 'outlet-' || i % $5::int || '.example', 'en', 1
         FROM generate_series($2::bigint, $3::bigint) AS i`,
      ...[from, until, articles, feeds],
    );
    await run(
      `INSERT INTO article_revisions (article_id, revision, seen_at, saved_at, published_at, title, summary, content_hash, audience)
       SELECT i, 1, ${timeOf('$4::bigint')}, ${timeOf('$4::bigint')}, ${timeOf('$4::bigint')},
              initcap(w[1 + i % 30]) || ' in ' || c[1 + (i / 7) % 12] || ', ' || w[1 + (i / 31) % 30] || ' says ' || w[1 + (i / 997) % 30],
              'At least ' || i % 50 || ' people were injured after a ' || w[1 + (i / 11) % 30] || ' near ' || c[1 + (i / 13) % 12]
                || ', the ' || w[1 + (i / 17) % 30] || ' said. Witnesses speak of a ' || w[1 + (i / 19) % 30] || ' and number ' || i || '.',
              decode(md5(i::text), 'hex'), 'everyone'
         FROM generate_series($2::bigint, $3::bigint) AS i, (SELECT ${words} AS w, ${cities} AS c) AS lists`,
      ...[from, until, articles],
    );
  }
  await run(
    `INSERT INTO stories (title, opened_at, last_article_at)
     SELECT 'Story number ' || i, ${timeOf('$2::bigint')}, ${timeOf('$2::bigint')} FROM generate_series(1, $2::bigint) AS i`,
    stories,
  );
  await run(
    `INSERT INTO story_members (sequence, article_id, revision, seen_at, story_id, role, at)
     SELECT i, i, 1, ${timeOf('$2::bigint')}, 1 + i * $3::bigint / ($2::bigint + 1), 'report', ${timeOf('$2::bigint')}
       FROM generate_series(1, $2::bigint) AS i`,
    ...[articles, stories],
  );
  await run(
    `INSERT INTO moves (story_id, article_id, revision, kind, from_min, from_max, to_min, to_max, attribution, outlet, as_of, quote, moved_at)
     SELECT 1 + i % $2::bigint, 1 + i, 1, (ARRAY['killed','injured','arrested'])[1 + i % 3], i % 40, i % 40, i % 40 + 4, i % 40 + 4, 'police', 'Outlet 1',
            ${timeOf('(3 * $2::bigint)')}, 'At least ' || i % 40 + 4 || ' people', ${timeOf('(3 * $2::bigint)')}
       FROM generate_series(1, 3 * $2::bigint) AS i`,
    stories,
  );
  await fillMessages(run, { messages, subscribers });
  for (const table of [
    'articles',
    'article_revisions',
    'stories',
    'story_members',
    'moves',
    'messages',
    'deliveries',
    'feeds',
  ])
    await db.transaction((tx) => tx.execute(`ANALYZE ${table}`), 3_600_000);
}

type Run = (sql: string, ...values: readonly unknown[]) => Promise<unknown>;

async function fillMessages(
  run: Run,
  { messages, subscribers }: Pick<Filling, 'messages' | 'subscribers'>,
): Promise<void> {
  await run(
    `INSERT INTO subscribers (email, address, name, timezone, created_at, confirmed_at)
     SELECT 'reader-' || i || '@example.org', 'reader-' || i || '@example.org', 'Reader ' || i, 'Asia/Almaty', $1, $1
       FROM generate_series(1, $2::int) AS i`,
    subscribers,
  );
  await run(
    `INSERT INTO subscriptions (subscriber_id, key, channel, target, address, schedule, created_at)
     SELECT id, 'main', 'email', email, email, '{"every":"instant"}', $1 FROM subscribers WHERE email LIKE 'reader-%'`,
  );
  await run(
    `INSERT INTO subscription_rules (subscription_id, rule_id) SELECT s.id, r.id FROM subscriptions AS s, rules AS r
      WHERE s.key = 'main' AND r.deleted_at IS NULL AND $1::timestamptz IS NOT NULL ON CONFLICT DO NOTHING`,
  );
  await run(
    `INSERT INTO targets (channel, key, host) SELECT 'email', 'reader-' || i || '@example.org', 'example.org'
       FROM generate_series(1, $2::int) AS i WHERE $1::timestamptz IS NOT NULL ON CONFLICT DO NOTHING`,
    subscribers,
  );
  await run(
    `INSERT INTO messages (id, subscription_id, kind, key, content, created_at)
     SELECT m.id, m.subscription_id, 'alert', 'fold:' || m.i,
            jsonb_build_object('kind', 'alert', 'id', m.id, 'subscriptionId', m.subscription_id, 'key', 'fold:' || m.i,
              'entries', jsonb_build_array(jsonb_build_object('title', jsonb_build_object('text', 'Riot number ' || m.i, 'highlights', '[[0,4]]'::jsonb),
                'excerpts', '[]'::jsonb, 'link', null, 'lang', 'en', 'outlet', jsonb_build_object('name', 'Outlet 1', 'domain', 'outlet-1.example'),
                'publishedAt', null, 'seenAt', '2026-01-01T00:00:00.000Z', 'articleRevision', 1,
                'reasons', jsonb_build_array(jsonb_build_object('ruleId', 'riot', 'ruleName', 'Riots', 'ruleRevision', 1))))), m.at
       FROM (SELECT i, gen_random_uuid() AS id, ${timeOf('$2::bigint')} AS at,
                    (SELECT min(id) FROM subscriptions WHERE key = 'main') + i % $3::int AS subscription_id
               FROM generate_series(1, $2::bigint) AS i) AS m`,
    ...[messages, subscribers],
  );
  await run(
    `INSERT INTO deliveries (message_id, state, due_at, attempts, response, settled_at, target_id)
     SELECT m.id, CASE WHEN abs(hashtext(m.id::text)) % 1000 = 0 THEN 'rejected' ELSE 'sent' END, m.created_at, 1, '250 ok', m.created_at, t.id
       FROM messages AS m JOIN subscriptions AS s ON s.id = m.subscription_id JOIN targets AS t ON t.key = s.address AND t.channel = 'email'
      WHERE $1::timestamptz IS NOT NULL`,
  );
}
