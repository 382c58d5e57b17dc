import type { ReadStory, StoryEvent } from '../../../ports/storyPageReadings.ts';
import type { Viewer } from '../../access/viewer.ts';
import { Time } from '../shownTime.tsx';

interface StoryProps {
  readonly viewer: Viewer;
  readonly story: ReadStory;
  readonly now: Date;
}

/** The rules that matched, and who was told when. */
export const RulesAndPeople = ({ viewer, story, now }: StoryProps) => {
  const words = viewer.words.stories;
  return (
    <section>
      <h2>{words.rules}</h2>
      <p>
        {story.rules.length === 0 ? '–' : null}
        {story.rules.map(({ ruleId, name }) => (
          <>
            <a class="chip" href={`/rules/${encodeURIComponent(ruleId)}`}>
              {name}
            </a>{' '}
          </>
        ))}
      </p>
      <h2>{words.notified}</h2>
      {story.held === 0 ? null : <p>{words.held(story.held)}</p>}
      {story.notified.length === 0 ? <p class="soft">{words.nobodyNotified}</p> : null}
      <ul class="past">
        {story.notified.map(({ messageId, name, channel, createdAt, state }) => (
          <li>
            <a href={`/messages/${messageId}`}>
              <Time viewer={viewer} at={createdAt} now={now} />
            </a>{' '}
            {name} <small>{`${channel}, ${state}`}</small>
          </li>
        ))}
      </ul>
    </section>
  );
};

/** Edits, mutes, notes and who had it, newest first. */
export const WhatPeopleDid = ({ viewer, story, now }: StoryProps) => {
  const words = viewer.words.stories;
  return (
    <section>
      <h2>{words.history}</h2>
      {story.events.length === 0 ? <p class="soft">{words.noHistory}</p> : null}
      <ul class="past">
        {story.events.map((event) => (
          <li>
            <small>
              <Time viewer={viewer} at={event.at} now={now} />
            </small>{' '}
            <EventText viewer={viewer} event={event} />
          </li>
        ))}
      </ul>
    </section>
  );
};

export const EventText = ({ viewer, event }: { readonly viewer: Viewer; readonly event: StoryEvent }) => {
  const words = viewer.words.stories;
  const { by, action, text, outcome } = event;
  return (
    <>
      {by} {words.events[action] ?? action}
      {text === '' ? '' : ': '}
      {text}
      {outcome === 'waiting' ? <small> {words.waiting}</small> : null}
      {outcome !== null && typeof outcome === 'object' ? (
        <span class="bad"> {words.refused(outcome.refused)}</span>
      ) : null}
    </>
  );
};
