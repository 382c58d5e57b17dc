import { boundsInWords } from '../../../domain/ledger/boundsInWords.ts';
import type { DeskMove, DeskStory } from '../../../ports/deskReadings.ts';
import { mayEdit, type Viewer } from '../../access/viewer.ts';
import { PostForm } from '../form.tsx';
import { Time } from '../shownTime.tsx';
import { FigureMove, joined } from './figureMove.tsx';
import { MutedBy } from './mutedBy.tsx';

interface RowProps {
  readonly viewer: Viewer;
  readonly story: DeskStory;
  readonly now: Date;
}

/** A story on the desk: how its figures moved, its headline, who says so, who has it. */
export const DeskRow = ({ viewer, story, now }: RowProps) => {
  const { words } = viewer;
  const last = story.moves.at(-1);
  return (
    <li class={story.isUnread ? 'story unread' : 'story'} data-item data-story={String(story.storyId)}>
      <Moves viewer={viewer} story={story} now={now} />
      <div class="what">
        <a href={`/stories/${story.storyId}`} data-open>
          {story.title}
        </a>
        {last === undefined ? null : <WhoSaysSo viewer={viewer} move={last} now={now} />}
        {story.denials.map(({ figure, attribution, quote, ...denied }) => (
          <p class="small soft">
            {`${words.desk.denied}: ${figure} ${boundsInWords(denied)}`}
            {attribution === null ? '' : `, ${attribution}`} <q>{quote}</q>
          </p>
        ))}
        <p class="small soft">
          {words.desk.reports(story.reports, story.outlets)}{' '}
          {story.rules.map(({ ruleId, name }) => (
            <span class="chip">
              <a href={`/rules/${encodeURIComponent(ruleId)}`}>{name}</a>
            </span>
          ))}
        </p>
        {story.attention.mute === null ? null : <MutedBy {...{ viewer, now }} mute={story.attention.mute} />}
      </div>
      <Owner viewer={viewer} story={story} />
      <span class="when">
        <Time viewer={viewer} at={story.changedAt} now={now} />
      </span>
    </li>
  );
};

const Moves = ({ viewer: { words }, story }: RowProps) => {
  const moves = joined(story.moves);
  return (
    <ul class="moves">
      {story.isNew ? <li>{words.desk.newStory}</li> : null}
      {moves.map((move) => (
        <li>
          <FigureMove move={move} words={words} />
        </li>
      ))}
      {moves.length > 0
        ? null
        : story.figures.map((figure) => (
            <li class="soft">
              {figure.kind} <b>{boundsInWords(figure)}</b>
            </li>
          ))}
      {story.isNew || moves.length + story.figures.length > 0 ? null : <li class="soft">{words.desk.noChange}</li>}
    </ul>
  );
};

interface MoveProps {
  readonly viewer: Viewer;
  readonly move: DeskMove;
  readonly now: Date;
}

const WhoSaysSo = ({ viewer, move: { attribution, outlet, quote, movedAt, isEdit }, now }: MoveProps) => (
  <p class="small soft">
    {isEdit ? viewer.words.desk.byTheDesk : (attribution ?? outlet ?? '')}
    {', '}
    <Time viewer={viewer} at={movedAt} now={now} /> {quote === null ? null : <q>{quote}</q>}
  </p>
);

const Owner = ({ viewer, story: { storyId, attention } }: Omit<RowProps, 'now'>) => {
  const { desk } = viewer.words;
  if (attention.owner !== null) {
    const isOwn = attention.owner.id === viewer.person.id;
    return <span class="owner">{isOwn ? desk.youHave : desk.has(attention.owner.name)}</span>;
  }
  if (!mayEdit(viewer)) return <span class="owner" />;
  return (
    <PostForm viewer={viewer} action={`/stories/${storyId}/take`} class="owner">
      <input type="hidden" name="basedOn" value={String(attention.version)} />
      <input type="hidden" name="to" value="/" />
      <button type="submit" data-key="take">
        {desk.take}
      </button>
    </PostForm>
  );
};
