import { shownUrl } from '../../../domain/basics/webUrl.ts';
import { type FailingFeed, sharedFault } from '../../../domain/feeds/health/sharedFault.ts';
import type { FeedStateName } from '../../../domain/feeds/health/states.ts';
import type { FeedView } from '../../../ports/consoleStore.ts';
import type { FeedFilter, FeedListing } from '../../../ports/feedDesk.ts';
import { mayEdit, type Viewer } from '../../access/viewer.ts';
import { FileBadge } from '../fileBadge.tsx';
import { sharedFaultLine } from '../sharedFaultLine.ts';
import { Time } from '../shownTime.tsx';
import { FeedDays } from './feedDays.tsx';
import { FeedState } from './feedState.tsx';

export interface FeedListProps {
  readonly viewer: Viewer;
  readonly now: Date;
  readonly filter: FeedFilter;
  readonly listing: FeedListing;
  /** Of all feeds. */
  readonly polled: readonly FailingFeed[];
  /** The cursor of the next page; null: there is none. */
  readonly next: string | null;
  readonly isFirst: boolean;
  readonly differs: boolean;
}

/** How the feeds are: what needs a person first, page by page. */
export const FeedList = ({ viewer, now, filter, listing, polled, next, isFirst, differs }: FeedListProps) => {
  const words = viewer.words.feeds;
  const isEmpty = polled.length === 0;
  return (
    <>
      <div class="bar">
        <h1 class="grow">{words.title}</h1>
        {mayEdit(viewer) ? (
          <>
            <a class="button primary" href="/feeds/new">
              {words.add}
            </a>
            <a class="button" href="/feeds/import">
              {words.importOpml}
            </a>
          </>
        ) : null}
        {isEmpty ? null : (
          <a class="button" href="/feeds/export.opml">
            {words.exportOpml}
          </a>
        )}
      </div>
      <FileBadge viewer={viewer} differs={differs} />
      {sharedFaultLine(polled)}
      {isEmpty ? (
        <EmptyList viewer={viewer} />
      ) : (
        <FilledList {...{ viewer, now, filter, listing, next, isFirst }} isShared={sharedFault(polled) !== null} />
      )}
    </>
  );
};

const EmptyList = ({ viewer }: { readonly viewer: Viewer }) => {
  const { empty } = viewer.words.feeds.list;
  return (
    <div class="empty">
      <strong>{empty.title}</strong> {empty.says}
    </div>
  );
};

interface FilledProps extends Omit<FeedListProps, 'polled' | 'differs'> {
  /** What fails has one cause, which stands above. */
  readonly isShared: boolean;
}

const FilledList = ({ viewer, now, filter, listing, next, isFirst, isShared }: FilledProps) => {
  const { list } = viewer.words.feeds;
  return (
    <>
      <form class="filters" method="get" action="/feeds">
        <label class="field">
          <span>{list.search}</span>
          <input type="search" name="q" value={filter.text} />
        </label>
        {filter.state === null ? null : <input type="hidden" name="state" value={filter.state} />}
        <button type="submit">{list.find}</button>
      </form>
      <StateTabs viewer={viewer} filter={filter} tally={listing.tally} />
      {listing.feeds.length === 0 ? (
        <p class="empty">
          {list.nothing} <a href="/feeds">{list.showAll}</a>
        </p>
      ) : (
        <FeedTable viewer={viewer} now={now} feeds={listing.feeds} isShared={isShared} />
      )}
      <p class="bar small soft">
        <span class="grow">{list.key}</span>
        {isFirst ? null : <a href={listAddress(filter)}>{list.first}</a>}
        {next === null ? null : <a href={listAddress(filter, next)}>{list.more}</a>}
      </p>
    </>
  );
};

function listAddress({ text, state }: FeedFilter, after: string | null = null): string {
  const query = new URLSearchParams({
    ...(text !== '' && { q: text }),
    ...(state !== null && { state }),
    ...(after !== null && { after }),
  }).toString();
  return query === '' ? '/feeds' : `/feeds?${query}`;
}

interface TabsProps {
  readonly viewer: Viewer;
  readonly filter: FeedFilter;
  readonly tally: FeedListing['tally'];
}

const StateTabs = ({ viewer, filter, tally }: TabsProps) => {
  const words = viewer.words.feeds;
  const all = tally.reduce((sum, { count }) => sum + count, 0);
  const tab = (state: FeedStateName | null, name: string, count: number) => (
    <a href={listAddress({ ...filter, state })} aria-current={state === filter.state ? 'true' : undefined}>
      {name} <span class="soft">{count}</span>
    </a>
  );
  return (
    <nav class="tabs" aria-label={words.list.states}>
      {tab(null, words.list.all, all)}
      {tally.map(({ state, count }) => tab(state, words.states[state], count))}
    </nav>
  );
};

interface TableProps {
  readonly viewer: Viewer;
  readonly now: Date;
  readonly feeds: readonly FeedView[];
  readonly isShared: boolean;
}

const FeedTable = ({ viewer, now, feeds, isShared }: TableProps) => {
  const { columns } = viewer.words.feeds.list;
  return (
    <table class="cards feeds">
      <thead>
        <tr>
          {Object.values(columns).map((name) => (
            <th>{name}</th>
          ))}
        </tr>
      </thead>
      <tbody>
        {feeds.map((feed) => (
          <FeedRow {...{ viewer, now, feed, isShared }} />
        ))}
      </tbody>
    </table>
  );
};

const FeedRow = ({ viewer, now, feed, isShared }: Omit<TableProps, 'feeds'> & { readonly feed: FeedView }) => {
  const { list } = viewer.words.feeds;
  const { columns } = list;
  const isPolled = !feed.ended && !feed.quarantined && feed.health.state !== 'paused';
  return (
    <tr>
      <th class="whole" scope="row">
        <a class="name" href={`/feeds/${feed.id}`}>
          {feed.name}
        </a>
        <small class="address">{shownUrl(feed.url).replace(/^https?:\/\//, '')}</small>
      </th>
      <td class="whole">
        <FeedState
          {...{ health: feed.health, viewer, now }}
          isAdvisedAbove={isShared && feed.health.state === 'failing'}
        />
        <Passing viewer={viewer} feed={feed} />
      </td>
      <td class="whole">
        <FeedDays days={feed.health.days} words={viewer.words} />
      </td>
      <td class="nowrap" data-label={columns.success}>
        {feed.lastSucceededAt === null ? list.never : <Time viewer={viewer} at={feed.lastSucceededAt} now={now} />}
      </td>
      <td class="nowrap" data-label={columns.next}>
        {isPolled ? (
          <Time viewer={viewer} at={feed.nextPollAt} now={now} />
        ) : (
          <span class="soft">{list.notPolled}</span>
        )}
      </td>
    </tr>
  );
};

/** A failure that is no trouble yet. */
const Passing = ({ viewer, feed }: { readonly viewer: Viewer; readonly feed: FeedView }) => {
  const { failures, lastError, health } = feed;
  if (lastError === null || health.state === 'failing' || health.state === 'ended') return null;
  return (
    <p class="small soft">
      {viewer.words.feeds.list.passing(failures)}: {lastError}
    </p>
  );
};
