import { readFileSync } from 'node:fs';
import { afterEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { FeedItem } from '../../src/domain/articles/article.ts';
import { createQuietWorld, type QuietWorld } from '../support/quietWorld.ts';
import { feedItem } from '../support/world.ts';

/**
 * What one feed shows at each poll, and what is to come of it: new articles, revisions, items that came under new keys, and
 * messages to a subscriber of `rule`. Minutes count from the first poll.
 */
const sequence = z.strictObject({
  name: z.string(),
  kind: z.string(),
  source: z.string().optional(),
  rule: z.string().optional(),
  polls: z.array(
    z.strictObject({
      afterMinutes: z.number(),
      items: z.array(
        z.strictObject({
          title: z.string(),
          text: z.string(),
          guid: z.string().nullable(),
          link: z.string().nullable(),
          publishedMinute: z.number().nullable(),
        }),
      ),
      expect: z.strictObject({
        created: z.number().optional(),
        revised: z.number().optional(),
        churned: z.number().optional(),
        told: z.number().optional(),
      }),
    }),
  ),
});
type Poll = z.infer<typeof sequence>['polls'][number];

/** `TOCSIN_SEQUENCES` names another file of the same form. */
const file = process.env.TOCSIN_SEQUENCES ?? new URL('../fixtures/sequences/sequences.jsonl', import.meta.url);
const sequences = readFileSync(file, 'utf8')
  .split('\n')
  .filter((line) => line.trim() !== '')
  .map((line) => sequence.parse(JSON.parse(line)));

let world: QuietWorld;
afterEach(() => world.close());

const itemOf = ({ title, text, guid, link, publishedMinute }: Poll['items'][number]): FeedItem => {
  const domain = link === null ? 'one.example' : new URL(link).hostname;
  return feedItem({
    ...{ title, guid, link, contentText: text, outlet: { name: domain, domain } },
    publishedAt: publishedMinute === null ? null : world.at(publishedMinute),
  });
};

async function outcomeOf({ afterMinutes, items, expect: expected }: Poll): Promise<Poll['expect']> {
  const [polls, messages] = [world.saved.length, world.sent.length];
  world.show('one', items.map(itemOf));
  world.sleepUntil(afterMinutes);
  await world.runUntil(afterMinutes);
  const [saved] = world.saved.slice(polls);
  const outcome = { ...saved, told: world.sent.length - messages };
  return Object.fromEntries(Object.entries(outcome).filter(([name]) => name in expected));
}

describe.each([...new Set(sequences.map(({ kind }) => kind))])('%s', (kind) => {
  it.each(sequences.filter((each) => each.kind === kind))('$name', async ({ polls, rule = 'riot' }) => {
    world = await createQuietWorld({
      start: '2022-01-05T12:00:00Z',
      feeds: ['one'],
      rules: { rule },
      subscriptions: [{ rules: ['rule'] }],
    });
    const outcomes: Poll['expect'][] = [];
    for (const poll of polls) outcomes.push(await outcomeOf(poll));
    expect(outcomes).toEqual(polls.map((poll) => poll.expect));
  });
});
