import type { FeedStateName } from '../../../domain/feeds/health/states.ts';
import { blinding } from '../../../domain/feeds/health/states.ts';
import type { FeedHealth } from '../../../ports/consoleStore.ts';
import type { Viewer } from '../../access/viewer.ts';
import { Advice } from '../advice.tsx';
import { Time } from '../shownTime.tsx';

/** Red only where nothing, or nothing of use, comes. */
const shadeOf = (state: FeedStateName): string => {
  if ((blinding as readonly string[]).includes(state)) return 'bad';
  if (state === 'healthy') return 'good';
  return state === 'new' || state === 'paused' ? '' : 'late';
};

const StateChip = ({ state, viewer }: { readonly state: FeedStateName; readonly viewer: Viewer }) => (
  <span class={`chip ${shadeOf(state)}`}>{viewer.words.feeds.states[state]}</span>
);

interface StateProps {
  readonly health: FeedHealth;
  readonly viewer: Viewer;
  readonly now: Date;
}

/** A feed's state, since when, what is wrong and what to do; what else was found of it below. */
export const FeedState = ({ health, viewer, now }: StateProps) => {
  const words = viewer.words.feeds;
  const { state, since, says, advice, others } = health;
  return (
    <>
      <StateChip state={state} viewer={viewer} />
      {since === null ? null : (
        <small>
          {' '}
          {words.list.since} <Time viewer={viewer} at={since} now={now} />
        </small>
      )}
      {advice === null ? null : (
        <>
          <p class="says">{says}</p>
          <p class="small soft">
            {words.doing} <Advice text={advice} />
          </p>
        </>
      )}
      {others.map((other) => (
        <p class="small soft">
          {words.list.also} <StateChip state={other.state} viewer={viewer} /> {words.list.since}{' '}
          <Time viewer={viewer} at={other.since} now={now} />: {other.says}
        </p>
      ))}
    </>
  );
};
