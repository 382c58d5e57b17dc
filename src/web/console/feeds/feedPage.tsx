import type { DeskFeed } from '../../../desk/feeds/lockedFeeds.ts';
import { shownUrl, webUrl } from '../../../domain/basics/webUrl.ts';
import { spanWords } from '../../../domain/basics/wording.ts';
import { referencesIn } from '../../../domain/feeds/credentials.ts';
import { isFeedPaused } from '../../../domain/feeds/feedPause.ts';
import { nextPollReason } from '../../../domain/feeds/nextPollReason.ts';
import type { FeedDetails } from '../../../ports/feedDesk.ts';
import { mayEdit, type Viewer } from '../../access/viewer.ts';
import { Field, PostForm } from '../form.tsx';
import { Time, timeIn } from '../shownTime.tsx';
import { FeedDays } from './feedDays.tsx';
import { Fact, FeedEdits, Hubs, LastAnswers, LatestArticles } from './feedHistory.tsx';
import { FeedState } from './feedState.tsx';
import { nextPollWords } from './nextPollWords.ts';
import { NormWeek } from './normWeek.tsx';

export interface PauseEntry {
  readonly until: string;
  readonly why: string;
  /** What is wrong with the time; null: nothing. */
  readonly fault: string | null;
}

export interface FeedPageProps {
  readonly viewer: Viewer;
  readonly now: Date;
  readonly feed: DeskFeed;
  readonly details: FeedDetails;
  /** What was entered to pause it, and refused. */
  readonly pauseEntry?: PauseEntry | undefined;
}

/** One feed: how it is, when it is polled next and why, what it answered, what it brought, who changed it. */
export const FeedPage = ({ viewer, now, feed, details, pauseEntry }: FeedPageProps) => {
  const { page } = viewer.words.feeds;
  const { view } = details;
  return (
    <>
      <p class="small">
        <a href="/feeds">{viewer.words.feeds.title}</a>
      </p>
      <h1>{feed.name}</h1>
      <p class="soft">
        <FeedLink url={feed.url} /> <FeedSettings viewer={viewer} feed={feed} />
      </p>
      {mayEdit(viewer) ? <Actions {...{ viewer, now, feed, details, pauseEntry }} /> : null}
      <section class="feed-state" aria-label={viewer.words.feeds.list.columns.state}>
        <FeedState health={view.health} viewer={viewer} now={now} />
      </section>
      <div class="split feed">
        <div>
          <NextPoll {...{ viewer, now, details }} />
          <h2>{page.polls.title}</h2>
          <LastAnswers viewer={viewer} now={now} polls={details.polls} />
        </div>
        <div>
          <h2>{viewer.words.feeds.list.columns.days}</h2>
          <FeedDays days={view.health.days} words={viewer.words} />
          <p class="small soft">{viewer.words.feeds.list.key}</p>
          <h2>{page.norm.title}</h2>
          {details.norm === null || view.health.days.every(({ expected }) => expected === null) ? (
            <p class="soft">{page.norm.unknown}</p>
          ) : (
            <NormWeek norm={details.norm} viewer={viewer} now={now} />
          )}
          <h2>{page.hub.title}</h2>
          <Hubs viewer={viewer} now={now} hubs={details.hubs} />
          <Redirect viewer={viewer} feed={feed} details={details} />
        </div>
      </div>
      <Alike viewer={viewer} feed={feed} details={details} />
      <h2>{page.articles.title}</h2>
      <LatestArticles viewer={viewer} now={now} articles={details.articles} />
      <h2>{page.edits.title}</h2>
      <FeedEdits viewer={viewer} now={now} edits={details.edits} />
    </>
  );
};

/** An address may hold a key in its query: it is a link, and its text leaves that out. */
const FeedLink = ({ url }: { readonly url: string }) =>
  webUrl(url) === null ? (
    <span class="address">{shownUrl(url)}</span>
  ) : (
    <a class="address" href={url} rel="noreferrer noopener">
      {shownUrl(url)}
    </a>
  );

const FeedSettings = ({ viewer, feed }: { readonly viewer: Viewer; readonly feed: DeskFeed }) => {
  const { settings } = viewer.words.feeds.page;
  const { everySeconds, fullText, credentials } = feed;
  return (
    <>
      <span class="chip">
        {everySeconds === null ? settings.adaptive : settings.every(spanWords(everySeconds * 1000))}
      </span>{' '}
      {fullText ? <span class="chip">{settings.fullText}</span> : null}{' '}
      {credentials === undefined ? null : (
        <span class="chip">{settings.signsIn(referencesIn(credentials).join(', '))}</span>
      )}
    </>
  );
};

const Actions = ({ viewer, now, feed, details, pauseEntry }: FeedPageProps) => {
  const words = viewer.words.feeds.page;
  const { actions } = words;
  const at = `/feeds/${feed.id}`;
  const isPaused = isFeedPaused(feed.pause, now);
  const { until, why, fault } = pauseEntry ?? { until: '', why: '', fault: null };
  return (
    <div class="bar feed-actions">
      <PostForm viewer={viewer} action={`${at}/poll`}>
        <button type="submit">{actions.poll}</button>
      </PostForm>
      <PostForm viewer={viewer} action={`${at}/test`}>
        <button type="submit">{actions.test}</button>
      </PostForm>
      <a class="button" href={`${at}/edit`}>
        {actions.edit}
      </a>
      {isPaused ? (
        <PostForm viewer={viewer} action={`${at}/resume`}>
          <button type="submit" class="primary">
            {actions.resume}
          </button>
        </PostForm>
      ) : (
        <details class="does" open={pauseEntry !== undefined}>
          <summary>{actions.pause}</summary>
          <PostForm viewer={viewer} action={`${at}/pause`}>
            <Field
              name="until"
              type="datetime-local"
              label={words.pause.until}
              value={until}
              hint={words.pause.untilHint(viewer.person.timezone)}
              fault={fault}
            />
            <Field name="why" label={words.pause.why} value={why} />
            <button type="submit">{actions.pause}</button>
          </PostForm>
        </details>
      )}
      {feed.redirectedTo === null ? null : (
        <a class="button" href={`${at}/edit?url=${encodeURIComponent(feed.redirectedTo)}`}>
          {actions.takeAddress}
        </a>
      )}
      <details class="does">
        <summary class="danger">{actions.remove}</summary>
        <PostForm viewer={viewer} action={`${at}/remove`}>
          <p class="small soft">{words.remove.lead}</p>
          <input type="hidden" name="basedOn" value={String(feed.version)} />
          <label class="field">
            <span>{words.remove.why}</span>
            <input name="why" />
          </label>
          <button type="submit" class="danger">
            {words.remove.button}
          </button>
        </PostForm>
      </details>
      {details.view.quarantined ? <a href="/settings/quarantine">{actions.release}</a> : null}
    </div>
  );
};

type Shown = Pick<FeedPageProps, 'viewer' | 'now' | 'details'>;

const NextPoll = ({ viewer, now, details }: Shown) => {
  const words = viewer.words.feeds.page.next;
  const { plan, view, lastNewAt } = details;
  const reason = nextPollReason(plan, now);
  const isPolled = reason.kind !== 'ended' && reason.kind !== 'quarantined' && reason.kind !== 'paused';
  return (
    <>
      <h2>{words.title}</h2>
      <p class="next-poll">
        {isPolled ? (
          <>
            <b>
              <Time viewer={viewer} at={plan.nextPollAt} now={now} />
            </b>{' '}
          </>
        ) : null}
        {nextPollWords(reason, viewer.words, (at) => timeIn(viewer.person.timezone, at, now))}
      </p>
      <dl class="feed-facts">
        <Fact {...{ viewer, now }} name={words.last} at={plan.lastPolledAt} />
        <Fact {...{ viewer, now }} name={words.success} at={view.lastSucceededAt} />
        <Fact {...{ viewer, now }} name={words.news} at={lastNewAt} />
      </dl>
    </>
  );
};

const Redirect = ({ viewer, feed, details }: Pick<FeedPageProps, 'viewer' | 'feed' | 'details'>) => {
  const words = viewer.words.feeds.page.redirect;
  const { redirectingTo, redirectPolls } = details;
  if (feed.redirectedTo === null && redirectingTo === null) return null;
  return (
    <>
      <h2>{words.title}</h2>
      {feed.redirectedTo === null ? null : <p>{words.to(shownUrl(feed.redirectedTo))}</p>}
      {redirectingTo === null ? null : <p>{words.towards(shownUrl(redirectingTo), redirectPolls)}</p>}
    </>
  );
};

const Alike = ({ viewer, feed, details }: Pick<FeedPageProps, 'viewer' | 'feed' | 'details'>) => {
  const words = viewer.words.feeds.page.alike;
  if (details.alike.length === 0) return null;
  return (
    <>
      <h2>{words.title}</h2>
      <ul class="rows">
        {details.alike.map((other) => (
          <li class="bar">
            <span class="grow">
              <a href={`/feeds/${other.id}`}>{other.name}</a> <small class="address">{shownUrl(other.url)}</small>
              {other.shared === null ? null : <small>{words.shared(other.shared)}</small>}
            </span>
            {mayEdit(viewer) ? (
              <PostForm viewer={viewer} action={`/feeds/${feed.id}/merge`}>
                <input type="hidden" name="basedOn" value={String(feed.version)} />
                <input type="hidden" name="other" value={String(other.id)} />
                <input type="hidden" name="otherBasedOn" value={String(other.version)} />
                <button type="submit">{words.button}</button>
              </PostForm>
            ) : null}
          </li>
        ))}
      </ul>
      <p class="small soft">{words.lead}</p>
    </>
  );
};
