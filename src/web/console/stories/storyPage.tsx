import type { ReadStory } from '../../../ports/storyPageReadings.ts';
import { mayEdit, type Viewer } from '../../access/viewer.ts';
import { MutedBy } from '../desk/mutedBy.tsx';
import { Page } from '../page.tsx';
import { Time } from '../shownTime.tsx';
import { type Refused, StoryActions } from './storyActions.tsx';
import { FiguresInForce, HowItMoved, WhoSaysWhat } from './storyFigures.tsx';
import { RulesAndPeople, WhatPeopleDid } from './storyPast.tsx';
import { Reports } from './storyReports.tsx';

interface StoryPageProps {
  readonly viewer: Viewer;
  readonly story: ReadStory;
  readonly refused: Refused | null;
  readonly now: Date;
}

/** One story: who has it, what stands now and who says so, how it moved, and what people did with it. */
export const StoryPage = ({ viewer, story, refused, now }: StoryPageProps) => {
  const words = viewer.words.stories;
  const props = { viewer, story, now };
  return (
    <Page viewer={viewer} at="stories" title={story.title}>
      <h1>{story.title}</h1>
      <Status {...props} />
      {refused?.form === 'story' ? (
        <p class="fault" role="alert">
          {refused.says}
        </p>
      ) : null}
      {story.mergedInto === null && mayEdit(viewer) ? <StoryActions {...{ viewer, story, refused }} /> : null}
      <h2>{words.inForce}</h2>
      <FiguresInForce {...props} />
      <HowItMoved {...props} />
      <WhoSaysWhat {...props} />
      <div class="two">
        <div>
          <Reports {...props} />
        </div>
        <div>
          <RulesAndPeople {...props} />
          <WhatPeopleDid {...props} />
        </div>
      </div>
      {story.claims.length === 0 ? null : (
        <p class="small">
          <a href={`/stories/${story.storyId}.csv`}>{words.csv}</a>
        </p>
      )}
    </Page>
  );
};

const Status = ({ viewer, story, now }: Omit<StoryPageProps, 'refused'>) => {
  const words = viewer.words.stories;
  const { owner, mute, acknowledged } = story.attention;
  return (
    <>
      <p class="soft small">
        {words.subtitle(story.reports, story.outlets)} · {words.list.last}{' '}
        <Time viewer={viewer} at={story.lastArticleAt} now={now} />
        {owner === null ? '' : ` · ${viewer.words.desk.has(owner.name)}`}
        {acknowledged === null ? '' : ` · ${words.looked(acknowledged.by)}`}
      </p>
      {mute === null ? null : <MutedBy {...{ viewer, mute, now }} />}
      {story.mergedInto === null ? null : (
        <p>
          {words.merged} <a href={`/stories/${story.mergedInto}`}>{words.mergedLink(story.mergedInto)}</a>
        </p>
      )}
    </>
  );
};
