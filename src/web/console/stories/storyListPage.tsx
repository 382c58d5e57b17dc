import { figureKinds } from '../../../domain/figures/figure.ts';
import { boundsInWords } from '../../../domain/ledger/boundsInWords.ts';
import type { StoryFilter, StoryInList, StoryList, StoryPlace } from '../../../ports/storyPageReadings.ts';
import type { Viewer } from '../../access/viewer.ts';
import { MutedBy } from '../desk/mutedBy.tsx';
import { Page } from '../page.tsx';
import { Time } from '../shownTime.tsx';

interface ListProps {
  readonly viewer: Viewer;
  readonly filter: StoryFilter;
  readonly list: StoryList;
  readonly now: Date;
}

/** The stories, the one with the newest report first, each with its figures. */
export const StoryListPage = ({ viewer, filter, list: { stories, next }, now }: ListProps) => {
  const { list: words } = viewer.words.stories;
  const isFiltered = filter.words !== '' || filter.figure !== null;
  return (
    <Page viewer={viewer} at="stories" title={words.title}>
      <h1>{words.title}</h1>
      <form class="filters" method="get" action="/stories">
        <label class="field">
          <span>{words.search}</span>
          <input type="search" name="q" value={filter.words} data-key="search" />
        </label>
        <label class="field">
          <span>{words.figure}</span>
          <select name="figure">
            <option value="">{words.anyFigure}</option>
            {figureKinds.map((kind) => (
              <option value={kind} selected={kind === filter.figure}>
                {kind}
              </option>
            ))}
          </select>
        </label>
        <button type="submit">{words.button}</button>
      </form>
      {stories.length === 0 ? <p class="empty">{isFiltered ? words.nothingFound : words.empty}</p> : null}
      <ul class="rows stories">
        {stories.map((story) => (
          <Row viewer={viewer} story={story} now={now} />
        ))}
      </ul>
      <p>
        {filter.before === null ? null : <a href={`/stories${queryOf(filter, null)}`}>{words.newest}</a>}{' '}
        {next === null ? null : <a href={`/stories${queryOf(filter, next)}`}>{words.older}</a>}
      </p>
    </Page>
  );
};

const Row = ({ viewer, story, now }: { readonly viewer: Viewer; readonly story: StoryInList; readonly now: Date }) => {
  const { owner, mute } = story.attention;
  const { words } = viewer;
  return (
    <li class="story" data-item>
      <div class="what">
        <a href={`/stories/${story.storyId}`} data-open>
          {story.title}
        </a>
        <p class="small soft">
          {story.figures.map((figure) => (
            <>
              {figure.kind} <b>{boundsInWords(figure)}</b>
              {' · '}
            </>
          ))}
          {words.stories.subtitle(story.reports, story.outlets)}
          {owner === null ? '' : ` · ${words.desk.has(owner.name)}`}
        </p>
        {mute === null ? null : <MutedBy {...{ viewer, mute, now }} />}
      </div>
      <span class="when">
        <Time viewer={viewer} at={story.lastArticleAt} now={now} />
      </span>
    </li>
  );
};

function queryOf({ words, figure }: StoryFilter, before: StoryPlace | null): string {
  const query = new URLSearchParams();
  if (words !== '') query.set('q', words);
  if (figure !== null) query.set('figure', figure);
  if (before !== null) query.set('before', `${before.at.toISOString()}_${before.storyId}`);
  const text = query.toString();
  return text === '' ? '' : `?${text}`;
}
