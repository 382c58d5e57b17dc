import { z } from '@hono/zod-openapi';
import { type AddableFeeds, addFeed } from '../../desk/feeds/addFeed.ts';
import { type ChangeableFeeds, changeFeed } from '../../desk/feeds/changeFeed.ts';
import type { DeskFeed, LockedFeedsStore } from '../../desk/feeds/lockedFeeds.ts';
import { type PausableFeeds, pauseFeed, resumeFeed } from '../../desk/feeds/pauseFeed.ts';
import { type PollableFeeds, pollNow } from '../../desk/feeds/pollNow.ts';
import { type RemovableFeeds, removeFeed } from '../../desk/feeds/removeFeed.ts';
import type { FeedTrial, TriedAddress } from '../../desk/feeds/tryFeed.ts';
import { formatDuration } from '../../domain/basics/duration.ts';
import type { FeedDefinition } from '../../domain/configuration/definitions.ts';
import type { FeedEntry } from '../../domain/configuration/feedEntry.ts';
import { sendsSecretsAnew } from '../../domain/feeds/credentials.ts';
import { type Caller, deedBy, mayUse } from './apiCaller.ts';
import { closed, instantOrNull, instantParameter, nothing, numberParameter, reason } from './apiShapes.ts';
import { type ApiRoute, notFound, operation, type Reply } from './operation.ts';
import { editedMeanwhile, etagOf } from './preconditions.ts';
import type { Problem } from './problem.ts';

export interface FeedEditDeps {
  /** Null where the list has none of that number. */
  readonly feed: (id: number) => Promise<DeskFeed | null>;
  readonly feedDeeds: LockedFeedsStore<AddableFeeds & ChangeableFeeds & PausableFeeds & PollableFeeds & RemovableFeeds>;
  /** A feed as it would stand in the file. */
  readonly readEntry: (entry: unknown) => FeedEntry;
  readonly tryFeed: (address: TriedAddress) => Promise<FeedTrial>;
  readonly wakePolls: () => void;
}

const tag = 'Feeds';

const wanted = {
  url: z.string().openapi({ example: 'https://example.org/world.rss' }),
  name: z.string().optional().openapi({ description: 'The host where none is given.' }),
  every: z.string().optional().openapi({ description: 'A fixed interval, like 5m; else it adapts.' }),
  fullText: z.boolean().optional(),
  auth: z
    .record(z.string(), z.string())
    .optional()
    .openapi({ description: '{ user, password } or { bearer }, each a reference like env:NAME, never the secret.' }),
  headers: z.record(z.string(), z.string()).optional(),
};

const settingsShape = closed({
  id: z.int(),
  version: z.int(),
  url: z.string(),
  name: z.string(),
  every: z.string().nullable(),
  fullText: z.boolean(),
  auth: z.record(z.string(), z.string()).nullable(),
  headers: z.record(z.string(), z.string()).nullable(),
  redirectedTo: z.string().nullable(),
}).openapi('FeedSettings', { description: 'What people set of a feed. Secrets stand in it as references only.' });

const mostShown = 20;

const trialShape = closed({
  isFeed: z.boolean(),
  title: z.string().nullable(),
  permanentUrl: z.string().nullable(),
  items: z.array(closed({ title: z.string(), link: z.string().nullable(), publishedAt: instantOrNull })),
  says: z.string().nullable().openapi({ description: 'What went wrong.' }),
  advice: z.string().nullable(),
  tookMs: z.number(),
}).openapi('FeedTrial');

const params = z.object({ id: numberParameter });

export const feedEditOperations = (deps: FeedEditDeps): readonly ApiRoute[] => [
  ...feedListOperations(deps),
  ...feedRhythmOperations(deps),
];

const feedListOperations = ({ feed, feedDeeds: store, readEntry, wakePolls }: FeedEditDeps) => [
  operation({
    ...{ id: 'getFeedSettings', method: 'get', path: '/feeds/{id}/settings', tag, scope: 'read', params },
    summary: 'What people set of a feed, with the version that an edit is based on',
    reply: settingsShape,
    async run({ params: { id } }) {
      const found = await feed(id);
      return found === null ? { problem: notFound } : settingsReply(found);
    },
  }),
  operation({
    ...{ id: 'addFeed', method: 'post', path: '/feeds', tag, scope: 'write', summary: 'Puts a feed on the list' },
    makesSomething: true,
    body: z.strictObject({ ...wanted, why: reason }),
    status: 201,
    reply: settingsShape,
    async run({ body: { why, ...entry }, caller, at }) {
      const read = definitionOf(readEntry, entry, { caller, before: null });
      if ('problem' in read) return read;
      const outcome = await addFeed({ store }, deedBy(caller, at, why), read.definition);
      if (outcome.kind === 'known') return { problem: known(outcome.feed) };
      wakePolls();
      const added = await feed(outcome.id);
      if (added === null) return { problem: notFound };
      return { ...settingsReply(added), location: `/api/v1/feeds/${added.id}` };
    },
  }),
  operation({
    ...{ id: 'replaceFeed', method: 'put', path: '/feeds/{id}', tag, scope: 'write', isEdit: true, params },
    summary: 'Changes what people set of a feed; its articles stay its own',
    body: z.strictObject({ ...wanted, why: reason }),
    reply: settingsShape,
    problems: ['conflict'],
    async run({ params: { id }, body: { why, ...entry }, caller, at, version }) {
      const read = definitionOf(readEntry, entry, { caller, before: await feed(id) });
      if ('problem' in read) return read;
      const basedOn = await versionOf(feed, id, version);
      if (basedOn === null) return { problem: notFound };
      const outcome = await changeFeed({ store }, deedBy(caller, at, why), { id, basedOn, wanted: read.definition });
      if (outcome.kind === 'gone') return { problem: notFound };
      if (outcome.kind === 'taken') return { problem: known(outcome.by) };
      if (outcome.kind === 'conflict') return { problem: editedMeanwhile(settingsOf(outcome.current), entry) };
      return settingsReply(outcome.feed);
    },
  }),
  operation({
    ...{ id: 'removeFeed', method: 'delete', path: '/feeds/{id}', tag, scope: 'write', isEdit: true, params },
    summary: 'Takes a feed off the list; its articles stay',
    ...{ query: z.object({ why: reason }), status: 204, reply: nothing },
    async run({ params: { id }, query, caller, at, version }) {
      const basedOn = await versionOf(feed, id, version);
      if (basedOn === null) return { problem: notFound };
      const outcome = await removeFeed({ store }, deedBy(caller, at, query.why), { id, basedOn });
      if (outcome.kind === 'gone') return { problem: notFound };
      if (outcome.kind === 'conflict') return { problem: editedMeanwhile(settingsOf(outcome.current), null) };
      return { value: null };
    },
  }),
];

const feedRhythmOperations = ({ feedDeeds: store, readEntry, tryFeed, wakePolls }: FeedEditDeps) => [
  operation({
    ...{ id: 'tryFeed', method: 'post', path: '/feeds/try', tag, scope: 'write' },
    summary: 'Asks for a feed once, as a poll would, and saves nothing; addresses that are not public are not reached',
    body: z.strictObject({ url: wanted.url, auth: wanted.auth, headers: wanted.headers }),
    reply: trialShape,
    async run({ body, caller }) {
      const read = definitionOf(readEntry, body, { caller, before: null });
      return 'problem' in read ? read : { value: shownTrial(await tryFeed(read.definition)) };
    },
  }),
  operation({
    ...{ id: 'pauseFeed', method: 'put', path: '/feeds/{id}/pause', tag, scope: 'write', params },
    summary: 'Does not poll a feed until then, or until it is resumed',
    body: z.strictObject({ until: instantParameter.nullable().default(null), why: reason }),
    ...{ status: 204, reply: nothing },
    async run({ params: { id }, body, caller, at }) {
      const outcome = await pauseFeed({ store }, deedBy(caller, at, body.why), { id, endsAt: body.until });
      if (outcome.kind === 'gone') return { problem: notFound };
      return outcome.kind === 'past' ? { problem: pauseIsPast } : { value: null };
    },
  }),
  operation({
    ...{ id: 'resumeFeed', method: 'delete', path: '/feeds/{id}/pause', tag, scope: 'write', params },
    summary: 'Polls a feed again, first of all at once',
    ...{ status: 204, reply: nothing },
    async run({ params: { id }, caller, at }) {
      const { kind } = await resumeFeed({ store }, deedBy(caller, at, ''), id);
      if (kind !== 'resumed') return { problem: notFound };
      wakePolls();
      return { value: null };
    },
  }),
  operation({
    ...{ id: 'pollFeed', method: 'post', path: '/feeds/{id}/poll', tag, scope: 'write', params },
    summary: 'Makes a feed due; what asked to be left alone is left alone',
    ...{ status: 204, reply: nothing, problems: ['conflict'] },
    async run({ params: { id }, caller, at }) {
      const outcome = await pollNow({ store }, deedBy(caller, at, ''), id);
      if (outcome.kind === 'gone') return { problem: notFound };
      if (outcome.kind !== 'due') return { problem: notPolled[outcome.kind] };
      wakePolls();
      return { value: null };
    },
  }),
];

function definitionOf(
  readEntry: FeedEditDeps['readEntry'],
  entry: unknown,
  { caller, before }: { readonly caller: Caller; readonly before: FeedDefinition | null },
): { readonly definition: FeedDefinition } | { readonly problem: Problem } {
  const read = readEntry(entry);
  if (read.ok && !mayUse(caller, 'admin') && sendsSecretsAnew(before, read.feed)) return { problem: loginIsForAdmins };
  if (read.ok) return { definition: read.feed };
  const errors = read.faults.map(({ key, says }) => ({
    pointer: key === null ? '' : `/${key.replaceAll('.', '/')}`,
    detail: says,
  }));
  return { problem: { kind: 'invalid', detail: 'The feed is refused; `errors` says why.', errors } };
}

const loginIsForAdmins: Problem = {
  kind: 'not-allowed',
  detail:
    'Sending a secret of the service to an address that it did not go to before needs the scope admin, and an owner who is one.',
};

/** What an edit is based on; what there is where the caller says so. Null: there is no such feed. */
async function versionOf(feed: FeedEditDeps['feed'], id: number, version: string | null): Promise<number | null> {
  if (version !== null) return /^\d{1,9}$/.test(version) ? Number(version) : -1;
  return (await feed(id))?.version ?? null;
}

const settingsOf = ({ id, version, url, name, everySeconds, fullText, credentials, redirectedTo }: DeskFeed) => ({
  ...{ id, version, url, name, redirectedTo, fullText: fullText === true },
  every: everySeconds === null ? null : formatDuration(everySeconds),
  auth: credentials?.auth === undefined ? null : { ...credentials.auth },
  headers: credentials?.headers === undefined ? null : { ...credentials.headers },
});

const settingsReply = (feed: DeskFeed): Extract<Reply<z.input<typeof settingsShape>>, { value: unknown }> => ({
  value: settingsOf(feed),
  etag: etagOf(feed.version),
});

const shownTrial = (trial: FeedTrial): z.input<typeof trialShape> =>
  trial.kind === 'feed'
    ? {
        ...{ isFeed: true, title: trial.header.title, permanentUrl: trial.permanentUrl },
        items: trial.items.slice(0, mostShown).map(({ title, link, publishedAt }) => ({ title, link, publishedAt })),
        ...{ says: null, advice: null, tookMs: trial.tookMs },
      }
    : {
        isFeed: false,
        title: null,
        permanentUrl: null,
        items: [],
        ...{ says: trial.says, advice: trial.advice, tookMs: trial.tookMs },
      };

const known = ({ id, name }: { readonly id: number; readonly name: string }): Problem => ({
  kind: 'conflict',
  detail: `The feed ${id} (${name}) has this address.`,
  errors: [{ pointer: '/url', detail: 'It is known.' }],
});

const pauseIsPast: Problem = {
  kind: 'invalid',
  detail: 'The pause would have ended already.',
  errors: [{ pointer: '/until', detail: 'It is past.' }],
};

const notPolled: Readonly<Record<'quarantined' | 'held' | 'paused', Problem>> = {
  quarantined: { kind: 'conflict', detail: 'It is quarantined: release it first.' },
  held: { kind: 'conflict', detail: 'Its host asked to be left alone for now.' },
  paused: { kind: 'conflict', detail: 'It is paused: resume it first.' },
};
