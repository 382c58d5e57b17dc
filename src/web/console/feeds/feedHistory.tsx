import { formatDuration } from '../../../domain/basics/duration.ts';
import { webUrl } from '../../../domain/basics/webUrl.ts';
import { counted } from '../../../domain/basics/wording.ts';
import type { FeedArticle, FeedEdit, HubNote, PollNote } from '../../../ports/feedDesk.ts';
import type { Viewer } from '../../access/viewer.ts';
import { Time } from '../shownTime.tsx';

interface Shown {
  readonly viewer: Viewer;
  readonly now: Date;
}

/** What the last polls came to, newest first. */
export const LastAnswers = ({ viewer, now, polls }: Shown & { readonly polls: readonly PollNote[] }) => {
  const words = viewer.words.feeds.page.polls;
  if (polls.length === 0) return <p class="soft">{words.none}</p>;
  return (
    <>
      <ul class="rows answers">
        {polls.map((poll) => (
          <li>
            <Time viewer={viewer} at={poll.lastAt} now={now} />{' '}
            <span class={poll.kind === 'document' || poll.kind === 'unchanged' ? '' : 'bad'}>
              {answerOf(poll, viewer)}
            </span>
            {poll.times === 1 ? null : (
              <small>
                {' '}
                {words.times(poll.times)} <Time viewer={viewer} at={poll.firstAt} now={now} />
              </small>
            )}
            {poll.says === null ? null : <small class="says">{poll.says}</small>}
          </li>
        ))}
      </ul>
      <p class="small soft">{words.lead}</p>
    </>
  );
};

function answerOf({ kind, items, created, revised }: PollNote, viewer: Viewer): string {
  const { kinds } = viewer.words.feeds.page.polls;
  return kind === 'document' ? kinds.document(counted(items ?? 0, 'item'), created ?? 0, revised ?? 0) : kinds[kind];
}

/** What is agreed with the hubs that the feed's document names. */
export const Hubs = ({ viewer, now, hubs }: Shown & { readonly hubs: readonly HubNote[] }) => {
  const words = viewer.words.feeds.page.hub;
  if (hubs.length === 0) return <p class="soft">{words.none}</p>;
  return (
    <>
      {hubs.map(({ hub, state, leaseEndsAt, pushedAt, lastError, nextActionAt }) => (
        <>
          <p>
            <span class="address">{hub}</span>{' '}
            <span class={state === 'failed' || state === 'denied' ? 'bad' : ''}>{words.states[state]}</span>
            {lastError === null ? null : <small class="says">{lastError}</small>}
          </p>
          <dl class="feed-facts">
            {pushedAt === null ? null : <Fact {...{ viewer, now }} name={words.pushed} at={pushedAt} />}
            {leaseEndsAt === null ? null : <Fact {...{ viewer, now }} name={words.lease} at={leaseEndsAt} />}
            <Fact {...{ viewer, now }} name={words.again} at={nextActionAt} />
          </dl>
        </>
      ))}
    </>
  );
};

/** A named time. */
export const Fact = ({ viewer, now, name, at }: Shown & { readonly name: string; readonly at: Date | null }) => (
  <div>
    <dt>{name}</dt>
    <dd>{at === null ? viewer.words.feeds.list.never : <Time viewer={viewer} at={at} now={now} />}</dd>
  </div>
);

/** What the feed brought last. */
export const LatestArticles = ({ viewer, now, articles }: Shown & { readonly articles: readonly FeedArticle[] }) => {
  const words = viewer.words.feeds.page.articles;
  if (articles.length === 0) return <p class="soft">{words.none}</p>;
  return (
    <ul class="rows articles">
      {articles.map(({ id, title, link, outlet, seenAt }) => (
        <li>
          <Time viewer={viewer} at={seenAt} now={now} /> <a href={`/articles/${id}`}>{title}</a>{' '}
          <small>
            {outlet}
            {link !== null && webUrl(link) !== null ? (
              <>
                {' · '}
                <a href={link} rel="noreferrer noopener">
                  {words.original}
                </a>
              </>
            ) : null}
          </small>
        </li>
      ))}
    </ul>
  );
};

/** Who changed the feed, when, and what. */
export const FeedEdits = ({ viewer, now, edits }: Shown & { readonly edits: readonly FeedEdit[] }) => {
  const words = viewer.words.feeds.page.edits;
  if (edits.length === 0) return <p class="soft">{words.none}</p>;
  return (
    <ul class="rows">
      {edits.map(({ at, by, action, why, before, after }) => (
        <li>
          <Time viewer={viewer} at={at} now={now} /> {by} {words.actions[action] ?? action}
          {action === 'feed.changed' ? <Differences viewer={viewer} before={before} after={after} /> : null}
          {why === '' ? null : <small class="says">{why}</small>}
        </li>
      ))}
    </ul>
  );
};

interface DifferencesProps {
  readonly viewer: Viewer;
  readonly before: unknown;
  readonly after: unknown;
}

const Differences = ({ viewer, before, after }: DifferencesProps) => {
  const { fields, nothing, yes, no } = viewer.words.feeds.page.edits;
  const [old, wanted] = [recordOf(before), recordOf(after)];
  const keys = [...new Set([...Object.keys(old), ...Object.keys(wanted)])].filter(
    (key) => JSON.stringify(old[key]) !== JSON.stringify(wanted[key]),
  );
  const shown = (key: string, value: unknown): string =>
    key === 'fullText' ? (value === true ? yes : no) : (valueWords(key, value) ?? nothing);
  return (
    <>
      {keys.map((key) => (
        <small class="says">
          {fields[key] ?? key}: <del>{shown(key, old[key])}</del> <ins>{shown(key, wanted[key])}</ins>
        </small>
      ))}
    </>
  );
};

const recordOf = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null ? { ...value } : {};

/** Null: there is none. */
function valueWords(key: string, value: unknown): string | null {
  if (value === null || value === undefined) return null;
  if (key === 'everySeconds' && typeof value === 'number') return formatDuration(value);
  return typeof value === 'string' ? value : JSON.stringify(value);
}
