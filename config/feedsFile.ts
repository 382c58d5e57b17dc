import { z } from 'zod';
import { hasUserinfo, shownUrl, webUrl } from '../src/domain/basics/webUrl.ts';
import type { FeedDefinition } from '../src/domain/configuration/definitions.ts';
import type { FeedEntry } from '../src/domain/configuration/feedEntry.ts';
import { durationShape } from './durations.ts';
import { credentialKeys, credentialsOf, isAuthorizedTwice } from './feedCredentials.ts';
import { issueWords, meantValue } from './issueWords.ts';
import { type FileFinding, readYaml } from './yamlFile.ts';

export const holdsPassword = (text: string): boolean => {
  const url = webUrl(text);
  return url !== null && hasUserinfo(url);
};

/** Without a user name or password in it: secrets do not stand in addresses that are shown. */
export const isFeedAddress = (text: string): boolean => webUrl(text) !== null && !holdsPassword(text);

/** What to do about one that has. */
export const passwordAdvice =
  'the address without user name and password, and auth: { user: "env:NAME", password: "env:NAME" }';

const feedAddress = z.string().superRefine((text, context) => {
  if (isFeedAddress(text)) return;
  const params = holdsPassword(text) ? { suggestion: passwordAdvice } : {};
  context.addIssue({ code: 'custom', message: 'expected a feed address like https://example.org/world.rss', params });
});

const feedShape = z
  .strictObject({
    url: feedAddress,
    name: z.string().min(1, 'is empty; leave it out to show the host instead').optional(),
    every: durationShape.optional(),
    fullText: z.boolean().optional(),
    ...credentialKeys,
  })
  .superRefine((feed, context) => {
    if (isAuthorizedTwice(feed))
      context.addIssue({
        code: 'custom',
        path: ['headers'],
        message: 'has authorization beside auth; keep one of them',
      });
  });

const feedsShape = z.strictObject({ feeds: z.array(feedShape) });

export interface FeedsFile {
  /** Null when there are errors. */
  readonly value: readonly FeedDefinition[] | null;
  readonly findings: readonly FileFinding[];
}

export function readFeedsFile(text: string, file: string): FeedsFile {
  const { value, findings, error } = readYaml(text, file, feedsShape);
  if (value === null) return { value: null, findings };
  const feeds = value.feeds.map(definitionOf);
  const addresses = feeds.map(({ url }) => new URL(url).href);
  const doubled = feeds.flatMap(({ url }, index) =>
    addresses.indexOf(addresses[index] ?? '') === index
      ? []
      : [error(['feeds', index, 'url'], `the feed ${shownUrl(url)} is in the list twice`, 'take one of them out')],
  );
  return doubled.length > 0 ? { value: null, findings: doubled } : { value: feeds, findings: [] };
}

const definitionOf = ({ url, name, every, fullText, ...credentials }: z.output<typeof feedShape>): FeedDefinition => ({
  url,
  name: name ?? new URL(url).hostname,
  everySeconds: every ?? null,
  ...(fullText === true && { fullText }),
  ...credentialsOf(credentials),
});

/** One feed as it would stand in the file, from wherever it comes. What stands in the place of a reference is repeated nowhere. */
export function readFeedEntry(entry: unknown): FeedEntry {
  const read = feedShape.safeParse(entry, { error: issueWords, reportInput: true });
  if (read.success) return { ok: true, feed: definitionOf(read.data) };
  const faults = read.error.issues.map((issue) => ({
    key: issue.path.length === 0 ? null : issue.path.join('.'),
    says: [issue.message, meantValue(issue)].filter((words) => words !== null).join(': '),
  }));
  return { ok: false, faults };
}
