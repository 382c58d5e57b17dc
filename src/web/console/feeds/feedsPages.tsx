import { type Context, Hono } from 'hono';
import type { AddableFeeds } from '../../../desk/feeds/addFeed.ts';
import { addFeed } from '../../../desk/feeds/addFeed.ts';
import { type ChangeableFeeds, type ChangeFeedOutcome, changeFeed } from '../../../desk/feeds/changeFeed.ts';
import { importOpml } from '../../../desk/feeds/importOpml.ts';
import type { DeskFeed, LockedFeedsStore } from '../../../desk/feeds/lockedFeeds.ts';
import { type MergeableFeeds, mergeDuplicates } from '../../../desk/feeds/mergeDuplicates.ts';
import { type PausableFeeds, pauseFeed, resumeFeed } from '../../../desk/feeds/pauseFeed.ts';
import { type PollableFeeds, pollNow } from '../../../desk/feeds/pollNow.ts';
import { type RemovableFeeds, removeFeed } from '../../../desk/feeds/removeFeed.ts';
import type { FeedTrial, TriedAddress } from '../../../desk/feeds/tryFeed.ts';
import { formatDuration } from '../../../domain/basics/duration.ts';
import { typedUrl } from '../../../domain/basics/webUrl.ts';
import { counted } from '../../../domain/basics/wording.ts';
import type { FeedDefinition } from '../../../domain/configuration/definitions.ts';
import type { FeedEntry, FeedFault } from '../../../domain/configuration/feedEntry.ts';
import { sendsSecretsAnew } from '../../../domain/feeds/credentials.ts';
import type { FailingFeed } from '../../../domain/feeds/health/sharedFault.ts';
import { type FeedStateName, troubles } from '../../../domain/feeds/health/states.ts';
import { enteredTime } from '../../../domain/schedules/enteredTime.ts';
import type { Clock } from '../../../ports/clock.ts';
import type { FeedDeskStore, FeedPlace } from '../../../ports/feedDesk.ts';
import { doneAt } from '../../access/flash.ts';
import { type ConsoleContext, deedOf, mayAdminister, type SignedIn, type Viewer } from '../../access/viewer.ts';
import { enteredText } from '../enteredText.ts';
import { Page } from '../page.tsx';
import { timeIn } from '../shownTime.tsx';
import { FeedEdit } from './feedEditPage.tsx';
import { entryOf, type FeedFields, fieldsOfFeed, fieldsOfForm, withoutSecrets } from './feedEntryForm.tsx';
import { FeedList } from './feedListPage.tsx';
import { FeedPage, type PauseEntry } from './feedPage.tsx';
import { type FoundFeeds, FoundList, NewFeed, SiteForm } from './newFeedPage.tsx';
import { type OpmlFinding, OpmlForm, OpmlPlan } from './opmlPage.tsx';
import { TrialResult } from './trialResult.tsx';

type DeskDeeds = AddableFeeds & ChangeableFeeds & RemovableFeeds & PausableFeeds & PollableFeeds & MergeableFeeds;

export interface FeedsDeps {
  readonly clock: Clock;
  readonly views: FeedDeskStore;
  /** Whether the starter file says something else than the store. */
  readonly differsFromFile: () => Promise<boolean>;
  readonly lastFailures: () => Promise<readonly FailingFeed[]>;
  readonly feed: (id: number) => Promise<DeskFeed | null>;
  readonly listed: () => Promise<readonly FeedDefinition[]>;
  readonly deeds: LockedFeedsStore<DeskDeeds>;
  /** Reads one feed by the shape of the file. */
  readonly readEntry: (entry: unknown) => FeedEntry;
  readonly readOpml: (text: string) => {
    readonly feeds: readonly FeedDefinition[];
    readonly findings: readonly OpmlFinding[];
  };
  readonly opmlOf: (feeds: readonly FeedDefinition[]) => string;
  readonly tryFeed: (address: TriedAddress) => Promise<FeedTrial>;
  readonly findFeeds: (url: string) => Promise<FoundFeeds>;
  /** Looks for feeds that are due, at once. */
  readonly wake: () => void;
}

/** Of all that is fetched for somebody who waits. */
const fetchesAtOnce = 4;

/** The list of feeds, each feed's page, adding, importing, and what may be done to one. */
export function feedsPages(deps: FeedsDeps): Hono<SignedIn> {
  const pages = new Hono<SignedIn>();
  const fetching = limited(fetchesAtOnce);
  listRoutes(pages, deps);
  addingRoutes(pages, deps, fetching);
  opmlRoutes(pages, deps);
  feedRoutes(pages, deps, fetching);
  return pages;
}

type Limited = <T>(run: () => Promise<T>) => Promise<T | 'busy'>;

/** Runs so many at once; further ones are told that it is busy. */
function limited(most: number): Limited {
  let running = 0;
  return async (run) => {
    if (running >= most) return 'busy';
    running++;
    try {
      return await run();
    } finally {
      running--;
    }
  };
}

type Content = ReturnType<typeof FeedList>;

const shown = (context: ConsoleContext, title: string, content: Content, status: 200 | 404 | 409 | 422 | 429 = 200) =>
  context.html(
    <Page viewer={context.var.viewer} at="feeds" title={title}>
      {content}
    </Page>,
    status,
  );

const shownFeeds = 50;

function listRoutes(
  pages: Hono<SignedIn>,
  { differsFromFile, views, lastFailures, listed, opmlOf, clock }: FeedsDeps,
): void {
  pages.get('/feeds', async (context) => {
    const { viewer } = context.var;
    const now = clock.now();
    const filter = {
      text: enteredText(context.req.query('q')).slice(0, 200),
      state: stateOf(context.req.query('state')),
    };
    const after = placeOf(context.req.query('after'));
    const [listing, polled, differs] = await Promise.all([
      views.list(filter, { after, limit: shownFeeds }, now),
      lastFailures(),
      differsFromFile(),
    ]);
    const next = listing.next === null ? null : cursorOf(listing.next);
    const isFirst = after === null;
    return shown(
      context,
      viewer.words.feeds.title,
      <FeedList {...{ viewer, now, filter, listing, polled, next, isFirst, differs }} />,
    );
  });
  pages.get('/feeds/export.opml', async (context) =>
    context.body(opmlOf(await listed()), 200, {
      'Content-Type': 'text/x-opml; charset=utf-8',
      'Content-Disposition': 'attachment; filename="tocsin-feeds.opml"',
    }),
  );
}

const allStates: readonly string[] = [...troubles, 'new', 'healthy'];
const isState = (text: string): text is FeedStateName => allStates.includes(text);
const stateOf = (text: string | undefined): FeedStateName | null => (text !== undefined && isState(text) ? text : null);

const cursorOf = ({ rank, name, id }: FeedPlace): string =>
  Buffer.from(JSON.stringify([rank, id, name])).toString('base64url');

function placeOf(cursor: string | undefined): FeedPlace | null {
  try {
    const read: unknown = JSON.parse(Buffer.from(cursor ?? '', 'base64url').toString());
    if (!Array.isArray(read)) return null;
    const [rank, id, name]: readonly unknown[] = read;
    const isPlace = Number.isInteger(rank) && Number.isSafeInteger(id) && typeof name === 'string';
    return isPlace ? { rank: Number(rank), id: Number(id), name: enteredText(name) } : null;
  } catch {
    return null;
  }
}

const formOf = async (context: Context): Promise<Readonly<Record<string, unknown>>> => context.req.parseBody();
const textIn = (form: Readonly<Record<string, unknown>>, name: string): string => enteredText(form[name]);
const numberIn = (form: Readonly<Record<string, unknown>>, name: string): number =>
  /^\d{1,15}$/.test(textIn(form, name)) ? Number(textIn(form, name)) : 0;

/** The feed that was entered, unless something is wrong with it or it is not for this person to send secrets there. */
function enteredFeed(deps: FeedsDeps, viewer: Viewer, fields: FeedFields, before: DeskFeed | null): FeedEntry {
  const entry = deps.readEntry(entryOf(fields));
  if (!entry.ok || mayAdminister(viewer) || !sendsSecretsAnew(before, entry.feed)) return entry;
  return { ok: false, faults: [{ key: 'auth', says: viewer.words.feeds.form.loginIsForAdmins }] };
}

function addingRoutes(pages: Hono<SignedIn>, deps: FeedsDeps, fetching: Limited): void {
  const { clock } = deps;
  const titleOf = ({ words }: Viewer) => words.feeds.new.title;

  pages.get('/feeds/new', (context) => {
    const { viewer } = context.var;
    const site = enteredText(context.req.query('site')).slice(0, 2000);
    return shown(context, titleOf(viewer), <SiteForm viewer={viewer} site={site} fault={null} />);
  });
  pages.post('/feeds/new/find', async (context) => {
    const { viewer } = context.var;
    const words = viewer.words.feeds.new;
    const site = textIn(await formOf(context), 'site').slice(0, 2000);
    const again = (fault: string, status: 422 | 429 = 422) =>
      shown(context, titleOf(viewer), <SiteForm viewer={viewer} site={site} fault={fault} />, status);
    const url = typedUrl(site);
    if (url === null) return again(words.noAddress);
    const found = await fetching(() => deps.findFeeds(url.href));
    if (found === 'busy') return again(words.busy, 429);
    const { feeds, requests, failure } = found;
    const [only] = feeds;
    if (only === undefined) return again(failure ?? words.none(counted(requests, 'request')));
    if (feeds.length === 1) return preview(context, { ...emptyFields, url: only.url, name: only.title ?? '' });
    return shown(context, titleOf(viewer), <FoundList viewer={viewer} now={clock.now()} feeds={feeds} />);
  });

  const preview = async (context: ConsoleContext, fields: FeedFields) => {
    const { viewer } = context.var;
    const entry = enteredFeed(deps, viewer, fields, null);
    const page = (
      trial: FeedTrial | null,
      said: string | null,
      faults: readonly FeedFault[],
      status: 200 | 422 | 429,
    ) =>
      shown(
        context,
        titleOf(viewer),
        <NewFeed {...{ viewer, now: clock.now(), fields: withoutSecrets(fields), faults, trial, said }} />,
        status,
      );
    if (!entry.ok) return page(null, viewer.words.feeds.form.faults, entry.faults, 422);
    const trial = await fetching(() => deps.tryFeed(entry.feed));
    return trial === 'busy' ? page(null, viewer.words.feeds.new.busy, [], 429) : page(trial, null, [], 200);
  };
  pages.post('/feeds/new/preview', async (context) => preview(context, fieldsOfForm(await formOf(context))));

  pages.post('/feeds', async (context) => {
    const { viewer } = context.var;
    const words = viewer.words.feeds;
    const fields = fieldsOfForm(await formOf(context));
    const entry = enteredFeed(deps, viewer, fields, null);
    const again = (said: string, faults: readonly FeedFault[] = []) => {
      const kept = withoutSecrets(fields);
      return shown(
        context,
        titleOf(viewer),
        <NewFeed {...{ viewer, now: clock.now(), fields: kept, faults, trial: null, said }} />,
        422,
      );
    };
    if (!entry.ok) return again(words.form.faults, entry.faults);
    const outcome = await addFeed({ store: deps.deeds }, deedOf(context, clock.now()), entry.feed);
    if (outcome.kind === 'known') return again(words.form.known(outcome.feed.name));
    deps.wake();
    return doneAt(context, `/feeds/${outcome.id}`, words.new.added(entry.feed.name));
  });
}

const emptyFields: FeedFields = {
  ...{ url: '', name: '', every: '', fullText: false },
  ...{ user: '', password: '', bearer: '', headers: '' },
};

function opmlRoutes(pages: Hono<SignedIn>, { clock, readOpml, deeds, wake }: FeedsDeps): void {
  pages.get('/feeds/import', (context) => {
    const { viewer } = context.var;
    return shown(context, viewer.words.feeds.opml.title, <OpmlForm viewer={viewer} fault={null} />);
  });
  pages.post('/feeds/import', async (context) => {
    const { viewer } = context.var;
    const words = viewer.words.feeds.opml;
    const text = await opmlIn(await formOf(context));
    if (text === '') return shown(context, words.title, <OpmlForm viewer={viewer} fault={words.nothing} />, 422);
    const { feeds, findings } = readOpml(text);
    const plan = await importOpml({ store: deeds }, deedOf(context, clock.now()), { feeds, isDryRun: true });
    return shown(context, words.planTitle, <OpmlPlan {...{ viewer, plan, refused: findings, text }} />);
  });
  pages.post('/feeds/import/confirm', async (context) => {
    const { feeds } = readOpml(await opmlIn(await formOf(context)));
    const why = 'import of an OPML file';
    const { added } = await importOpml({ store: deeds }, deedOf(context, clock.now(), why), { feeds, isDryRun: false });
    wake();
    return doneAt(context, '/feeds', context.var.viewer.words.feeds.opml.done(counted(added.length, 'feed')));
  });
}

/** The file where one was chosen, else the text. */
async function opmlIn(form: Readonly<Record<string, unknown>>): Promise<string> {
  const { file } = form;
  return file instanceof File && file.size > 0 ? file.text() : textIn(form, 'text');
}

function feedRoutes(pages: Hono<SignedIn>, deps: FeedsDeps, fetching: Limited): void {
  const { clock, deeds, views } = deps;
  const store = deeds;
  const addressOf = (id: number): string => `/feeds/${id}`;
  const gone = (context: ConsoleContext) => doneAt(context, '/feeds', context.var.viewer.words.feeds.page.gone);

  const page = async (context: ConsoleContext, id: number, pauseEntry?: PauseEntry) => {
    const { viewer } = context.var;
    const now = clock.now();
    const [feed, details] = await Promise.all([deps.feed(id), views.details(id, now)]);
    if (feed === null || details === null) return context.notFound();
    const status = pauseEntry === undefined ? 200 : 422;
    return shown(context, feed.name, <FeedPage {...{ viewer, now, feed, details, pauseEntry }} />, status);
  };
  pages.get('/feeds/:id{[0-9]{1,15}}', (context) => page(context, Number(context.req.param('id'))));

  const edit = (
    context: ConsoleContext,
    feed: DeskFeed,
    rest: Omit<Parameters<typeof FeedEdit>[0], 'viewer' | 'feed'>,
  ) =>
    shown(
      context,
      context.var.viewer.words.feeds.form.title(feed.name),
      <FeedEdit viewer={context.var.viewer} feed={feed} {...rest} />,
      rest.said === null && rest.faults.length === 0 ? 200 : 422,
    );
  pages.get('/feeds/:id{[0-9]{1,15}}/edit', async (context) => {
    const feed = await deps.feed(Number(context.req.param('id')));
    if (feed === null) return context.notFound();
    const fields = fieldsOfFeed(feed);
    const url = context.req.query('url') ?? fields.url;
    return edit(context, feed, { fields: { ...fields, url }, faults: [], why: '', said: null });
  });
  pages.post('/feeds/:id{[0-9]{1,15}}', async (context) => {
    const id = Number(context.req.param('id'));
    const form = await formOf(context);
    const [fields, why] = [fieldsOfForm(form), textIn(form, 'why').slice(0, 1000)];
    const feed = await deps.feed(id);
    if (feed === null) return gone(context);
    const words = context.var.viewer.words.feeds.form;
    const again = (current: DeskFeed, said: string, faults: readonly FeedFault[] = []) =>
      edit(context, current, { fields: withoutSecrets(fields), faults, why, said });
    const entry = enteredFeed(deps, context.var.viewer, fields, feed);
    if (!entry.ok) return again(feed, words.faults, entry.faults);
    const basedOn = numberIn(form, 'basedOn');
    const outcome = await changeFeed({ store }, deedOf(context, clock.now(), why), { id, basedOn, wanted: entry.feed });
    return answeredChange(context, outcome, { id, feed, again });
  });

  const answeredChange = (
    context: ConsoleContext,
    outcome: ChangeFeedOutcome,
    {
      id,
      feed,
      again,
    }: { id: number; feed: DeskFeed; again: (current: DeskFeed, said: string) => Response | Promise<Response> },
  ) => {
    const words = context.var.viewer.words.feeds.form;
    switch (outcome.kind) {
      case 'gone':
        return gone(context);
      case 'conflict':
        return again(outcome.current, words.conflict(inForce(outcome.current)));
      case 'taken':
        return again(feed, (outcome.by.isListed ? words.taken : words.takenRemoved)(outcome.by.name));
      case 'unchanged':
        return doneAt(context, addressOf(id), words.unchanged);
      case 'changed':
        deps.wake();
        return doneAt(context, addressOf(id), words.saved);
    }
  };

  pages.post('/feeds/:id{[0-9]{1,15}}/pause', async (context) => {
    const id = Number(context.req.param('id'));
    const form = await formOf(context);
    const { viewer } = context.var;
    const words = viewer.words.feeds.page.pause;
    const [until, why] = [textIn(form, 'until'), textIn(form, 'why').slice(0, 500)];
    const endsAt = until === '' ? null : enteredTime(until, viewer.person.timezone);
    if (until !== '' && endsAt === null) return page(context, id, { until, why, fault: words.unread });
    const outcome = await pauseFeed({ store }, deedOf(context, clock.now(), why), { id, endsAt });
    if (outcome.kind === 'past') return page(context, id, { until, why, fault: words.past });
    return outcome.kind === 'gone' ? gone(context) : doneAt(context, addressOf(id), words.done);
  });
  pages.post('/feeds/:id{[0-9]{1,15}}/resume', async (context) => {
    const id = Number(context.req.param('id'));
    const words = context.var.viewer.words.feeds.page.pause;
    const { kind } = await resumeFeed({ store }, deedOf(context, clock.now()), id);
    if (kind === 'gone') return gone(context);
    deps.wake();
    return doneAt(context, addressOf(id), kind === 'resumed' ? words.resumed : words.notPaused);
  });
  pages.post('/feeds/:id{[0-9]{1,15}}/poll', async (context) => {
    const id = Number(context.req.param('id'));
    const { viewer } = context.var;
    const words = viewer.words.feeds.page.polled;
    const now = clock.now();
    const outcome = await pollNow({ store }, deedOf(context, now), id);
    if (outcome.kind === 'gone') return gone(context);
    if (outcome.kind === 'due') deps.wake();
    const said =
      outcome.kind === 'held' ? words.held(timeIn(viewer.person.timezone, outcome.until, now)) : words[outcome.kind];
    return doneAt(context, addressOf(id), said);
  });
  pages.post('/feeds/:id{[0-9]{1,15}}/remove', async (context) => {
    const id = Number(context.req.param('id'));
    const form = await formOf(context);
    const { words } = context.var.viewer;
    const deed = deedOf(context, clock.now(), textIn(form, 'why').slice(0, 1000));
    const outcome = await removeFeed({ store }, deed, { id, basedOn: numberIn(form, 'basedOn') });
    if (outcome.kind === 'gone') return gone(context);
    if (outcome.kind === 'conflict') return doneAt(context, addressOf(id), words.feeds.page.remove.changed);
    return doneAt(context, '/feeds', words.feeds.page.remove.done(outcome.feed.name));
  });
  pages.post('/feeds/:id{[0-9]{1,15}}/merge', async (context) => {
    const id = Number(context.req.param('id'));
    const form = await formOf(context);
    const { words } = context.var.viewer;
    const outcome = await mergeDuplicates({ store }, deedOf(context, clock.now()), {
      keep: { id, basedOn: numberIn(form, 'basedOn') },
      merge: { id: numberIn(form, 'other'), basedOn: numberIn(form, 'otherBasedOn') },
    });
    if (outcome.kind === 'gone' || outcome.kind === 'same') return gone(context);
    if (outcome.kind === 'conflict') return doneAt(context, addressOf(id), words.feeds.page.remove.changed);
    return doneAt(context, addressOf(id), words.feeds.page.alike.done(outcome.merged.name));
  });
  pages.post('/feeds/:id{[0-9]{1,15}}/test', async (context) => {
    const { viewer } = context.var;
    const feed = await deps.feed(Number(context.req.param('id')));
    if (feed === null) return gone(context);
    const words = viewer.words.feeds;
    const trial = await fetching(() => deps.tryFeed(feed));
    if (trial === 'busy') return doneAt(context, addressOf(feed.id), words.new.busy);
    return shown(
      context,
      words.trial.title,
      <>
        <p class="small">
          <a href={addressOf(feed.id)}>{feed.name}</a>
        </p>
        <h1>{words.trial.title}</h1>
        <TrialResult viewer={viewer} now={clock.now()} trial={trial} />
      </>,
    );
  });
}

const inForce = ({ name, url, everySeconds }: DeskFeed): string =>
  [name, url, ...(everySeconds === null ? [] : [formatDuration(everySeconds)])].join(', ');
