import type { Queryable } from '../database.ts';

const subscriptions = `(SELECT s.id FROM subscriptions AS s JOIN subscribers AS p ON p.id = s.subscriber_id WHERE p.built_in)`;
const articles = `(SELECT id FROM articles WHERE feed_id IN (SELECT id FROM feeds WHERE built_in))`;
const storiesOfThem = `(SELECT story_id FROM story_members WHERE article_id IN ${articles})`;

export const markStories = (tx: Queryable): Promise<number> =>
  tx.execute(`UPDATE stories SET built_in = true WHERE id IN ${storiesOfThem}`);

/**
 * Takes away what carried earlier canaries. The story stays, marked: the writer may still have it in memory, and a story that
 * it knows must be there.
 */
export async function eraseCanaries(tx: Queryable): Promise<void> {
  await markStories(tx);
  for (const statement of [
    `DELETE FROM deliveries WHERE message_id IN (SELECT id FROM messages WHERE subscription_id IN ${subscriptions})`,
    ...['notification_log', 'messages', 'notified_stories', 'notified_figures'].map(
      (table) => `DELETE FROM ${table} WHERE subscription_id IN ${subscriptions}`,
    ),
    ...[
      'matches',
      'pipeline_items',
      'fold_members',
      'story_members',
      'article_identities',
      'served_texts',
      'article_revisions',
    ].map((table) => `DELETE FROM ${table} WHERE article_id IN ${articles}`),
    `DELETE FROM articles WHERE feed_id IN (SELECT id FROM feeds WHERE built_in)`,
    `DELETE FROM feed_hours WHERE feed_id IN (SELECT id FROM feeds WHERE built_in)`,
  ])
    await tx.execute(statement);
}
