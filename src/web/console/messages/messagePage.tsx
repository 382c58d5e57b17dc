import { grouped } from '../../../domain/basics/grouped.ts';
import type { EntryReason } from '../../../domain/digests/entry.ts';
import type { ShownMessage, TrailStep } from '../../../ports/listedMessages.ts';
import { shownTo, targetShownTo } from '../../access/shownTo.ts';
import { mayEdit, type Viewer } from '../../access/viewer.ts';
import { PostForm } from '../form.tsx';
import { Page } from '../page.tsx';
import { Time } from '../shownTime.tsx';
import { headline } from '../shownValues.ts';
import { StateChip } from './messageList.tsx';

interface MessagePageProps {
  readonly viewer: Viewer;
  readonly now: Date;
  readonly shown: ShownMessage;
  /** As it is posted; null: it goes by mail. */
  readonly json: string | null;
}

/** One message: where it stands, why it came, what became of it, and how it looks. */
export const MessagePage = ({ viewer, now, shown, json }: MessagePageProps) => {
  const { message, subscription, listed, target } = shown;
  const { page } = viewer.words.messages;
  const { subscriber, channel } = subscription;
  const stories = new Map(
    message.entries.flatMap(({ story }) => (story === undefined ? [] : [[story.id, story.title]])),
  );
  return (
    <Page viewer={viewer} at="messages" title={headline(message)}>
      <h1>{headline(message)}</h1>
      <div class="bar">
        <StateChip viewer={viewer} state={listed} />
        <span class="grow">
          {page.to} <a href={`/subscribers/${subscriber.id}`}>{shownTo(viewer, subscriber.name)}</a>{' '}
          <small>
            {channel} · {targetShownTo(viewer, channel, target.name)}
          </small>
        </span>
        <Actions viewer={viewer} shown={shown} />
      </div>
      <h2>{page.why}</h2>
      <Reasons viewer={viewer} shown={shown} />
      {[...stories].map(([id, title]) => (
        <p class="small">
          {page.story}: <a href={`/stories/${id}`}>{title}</a>
        </p>
      ))}
      <h2>{page.trail}</h2>
      <Trail viewer={viewer} now={now} shown={shown} />
      <h2>{page.asSent}</h2>
      {json === null ? (
        <>
          <p class="small soft">{page.noLinks}</p>
          <iframe sandbox="" src={`/messages/${message.id}/mail`} title={page.frame}></iframe>
        </>
      ) : (
        <>
          <p class="small soft">{page.asJson}</p>
          <pre class="sent" tabindex={0}>
            {json}
          </pre>
        </>
      )}
    </Page>
  );
};

const Actions = ({ viewer, shown: { message, listed, isBeingSent } }: Pick<MessagePageProps, 'viewer' | 'shown'>) => {
  const { page } = viewer.words.messages;
  if (!mayEdit(viewer) || isBeingSent) return null;
  const isSent = listed === 'sent';
  return (
    <PostForm viewer={viewer} action={`/messages/${message.id}/${isSent ? 'resend' : 'retry'}`} class="act">
      <button type="submit" class={isSent ? undefined : 'primary'}>
        {isSent ? page.resend : page.retry}
      </button>
      {isSent ? <small>{page.resendHint}</small> : null}
    </PostForm>
  );
};

const Reasons = ({ viewer, shown }: Pick<MessagePageProps, 'viewer' | 'shown'>) => {
  const { page } = viewer.words.messages;
  const reasons = grouped<EntryReason, string>(
    shown.message.entries.flatMap((entry) => entry.reasons),
    ({ ruleId, ruleRevision }) => `${ruleId} ${ruleRevision}`,
  );
  if (reasons.size === 0) return <p>{page.follows}</p>;
  return (
    <ul class="plainly">
      {[...reasons.values()].map(([reason]) =>
        reason === undefined ? null : (
          <li>
            <a href={`/rules/${encodeURIComponent(reason.ruleId)}`}>{reason.ruleName}</a>{' '}
            <small>{page.revision(reason.ruleRevision)}</small>
          </li>
        ),
      )}
    </ul>
  );
};

/** From its plan to what the receiver said last. */
const Trail = ({ viewer, now, shown }: Omit<MessagePageProps, 'json'>) => {
  const { page, states } = viewer.words.messages;
  const { createdAt, listed, dueAt, settledAt, response, attempts, isBeingSent, trail } = shown;
  const last = trail.at(-1);
  const isSaid = last?.response === response && last?.state === shown.state;
  const triesWords = attempts > 1 ? ` · ${page.tries(attempts)}` : '';
  return (
    <ol class="trail">
      <li>
        <Time viewer={viewer} at={createdAt} now={now} /> <b>{page.planned}</b>
      </li>
      {trail.map((step) => (
        <TrailLine viewer={viewer} now={now} step={step} />
      ))}
      {settledAt === null ? (
        <li>
          <Time viewer={viewer} at={dueAt} now={now} />{' '}
          <b>{isBeingSent ? page.beingSent : `${states[listed]}, ${page.due}`}</b>
          {triesWords}
          {response === null || isSaid ? null : <span class="reply">{shownTo(viewer, response)}</span>}
        </li>
      ) : isSaid ? null : (
        <li class={shown.state === 'rejected' ? 'bad' : undefined}>
          <Time viewer={viewer} at={settledAt} now={now} /> <b>{states[listed]}</b>
          {triesWords}
          <span class="reply">{shownTo(viewer, response ?? '')}</span>
        </li>
      )}
    </ol>
  );
};

const TrailLine = ({
  viewer,
  now,
  step,
}: {
  readonly viewer: Viewer;
  readonly now: Date;
  readonly step: TrailStep;
}) => {
  const { page } = viewer.words.messages;
  const { at, state, response, times, lastAt } = step;
  const isOurs = state === 'retried' || state === 'resent';
  return (
    <li class={state === 'rejected' ? 'bad' : undefined}>
      <Time viewer={viewer} at={at} now={now} /> <b>{page.steps[state]}</b>
      {lastAt === null ? null : (
        <>
          {' '}
          · {page.times(times)} <Time viewer={viewer} at={lastAt} now={now} />
        </>
      )}
      {isOurs ? ` ${page.by} ${shownTo(viewer, response)}` : <span class="reply">{shownTo(viewer, response)}</span>}
    </li>
  );
};
