import type { HeldUp, QuarantinedSubscription } from '../../../ports/consoleStore.ts';
import { shownTo, targetShownTo } from '../../access/shownTo.ts';
import { mayEdit, type Viewer } from '../../access/viewer.ts';
import { PostForm } from '../form.tsx';
import { Time } from '../shownTime.tsx';

interface HeldUpProps {
  readonly viewer: Viewer;
  readonly now: Date;
  readonly heldUp: readonly HeldUp[];
  readonly quarantined: readonly QuarantinedSubscription[];
}

/** What is sent nothing now, and what to do about it, a line each. What is held comes by itself and is no alarm. */
export const HeldUpList = ({ viewer, now, heldUp, quarantined }: HeldUpProps) => {
  const alarms = heldUp.filter(({ id, state }) => id === null || state === 'suppressed');
  const waiting = heldUp.filter((each) => !alarms.includes(each));
  const { held } = viewer.words.messages;
  return (
    <>
      {alarms.length + quarantined.length === 0 ? null : (
        <ul class="need" role="alert">
          {alarms.map((each) => (
            <HeldUpLine viewer={viewer} now={now} held={each} />
          ))}
          {quarantined.map(({ subscriber, channel, pending }) => (
            <li>
              <strong>{held.quarantined(shownTo(viewer, subscriber), channel)}</strong>; {held.waiting(pending)}.{' '}
              {held.quarantinedAdvice}
            </li>
          ))}
        </ul>
      )}
      {waiting.length === 0 ? null : (
        <ul class="rows held">
          {waiting.map((each) => (
            <HeldUpLine viewer={viewer} now={now} held={each} />
          ))}
        </ul>
      )}
    </>
  );
};

const HeldUpLine = ({ viewer, now, held }: { readonly viewer: Viewer; readonly now: Date; readonly held: HeldUp }) => {
  const says = viewer.words.messages.held;
  const { id, channel, name, state, since, until, reason, waiting } = held;
  return (
    <li class="bar">
      <span class="grow">
        <strong>
          {name === null
            ? says.channel(channel)
            : `${channel} ${targetShownTo(viewer, channel, name)} ${state === 'suppressed' ? says.off : says.held}`}
        </strong>{' '}
        {says.since} <Time viewer={viewer} at={since} now={now} />
        {until === null ? null : (
          <>
            , {says.until} <Time viewer={viewer} at={until} now={now} />
          </>
        )}
        : {shownTo(viewer, reason)}. {says.waiting(waiting)}.{name === null ? ` ${says.channelAdvice}` : ''}
      </span>
      {id === null || !mayEdit(viewer) ? null : (
        <PostForm viewer={viewer} action={`/messages/targets/${id}/resume`}>
          <button type="submit">{state === 'suppressed' ? says.resume : says.tryNow}</button>
        </PostForm>
      )}
    </li>
  );
};
