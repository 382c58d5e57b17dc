import type { Handover } from '../../../ports/storyPageReadings.ts';
import type { Viewer } from '../../access/viewer.ts';
import { Page } from '../page.tsx';
import { Time, timeIn } from '../shownTime.tsx';
import { EventText } from '../stories/storyPast.tsx';
import { FigureMove } from './figureMove.tsx';

interface HandoverProps {
  readonly viewer: Viewer;
  readonly handover: Handover;
  readonly since: Date;
  /** As it was written. */
  readonly entered: string;
  readonly isWrong: boolean;
  readonly now: Date;
}

/** What happened on a shift, for the one who comes: to be read on a screen or on paper. */
export const HandoverPage = ({ viewer, handover, since, entered, isWrong, now }: HandoverProps) => {
  const { handover: words } = viewer.words.desk;
  const { moves, events, rules, limit } = handover;
  const isCut = [moves, events, rules].some(({ length }) => length === limit);
  return (
    <Page viewer={viewer} at="desk" title={words.title}>
      <h1>{words.since(timeIn(viewer.person.timezone, since, now))}</h1>
      <form class="filters" method="get" action="/handover">
        <label class="field">
          <span>{words.field}</span>
          <input
            name="since"
            value={entered}
            aria-invalid={isWrong ? 'true' : undefined}
            aria-describedby="since-hint"
          />
          <small id="since-hint" class={isWrong ? 'bad' : ''}>
            {isWrong ? words.wrong : words.hint}
          </small>
        </label>
        <button type="submit">{words.button}</button>
      </form>
      {isCut ? <p class="late">{words.more(limit)}</p> : null}
      <h2>{words.moves}</h2>
      {moves.length === 0 ? <p class="soft">{words.nothing}</p> : null}
      <ul class="rows shift">
        {moves.map((move) => (
          <li>
            <Time viewer={viewer} at={move.movedAt} now={now} /> <FigureMove move={move} words={viewer.words} />{' '}
            <a href={`/stories/${move.storyId}`}>{move.title}</a>{' '}
            <small>{move.isEdit ? viewer.words.desk.byTheDesk : (move.attribution ?? move.outlet ?? '')}</small>
          </li>
        ))}
      </ul>
      <h2>{words.attention}</h2>
      {events.length === 0 ? <p class="soft">{words.nothing}</p> : null}
      <ul class="rows shift">
        {events.map((event) => (
          <li>
            <Time viewer={viewer} at={event.at} now={now} /> <EventText viewer={viewer} event={event} />{' '}
            <a href={`/stories/${event.storyId}`}>{event.title}</a>
          </li>
        ))}
      </ul>
      <h2>{words.rules}</h2>
      {rules.length === 0 ? <p class="soft">{words.nothing}</p> : null}
      <ul class="rows shift">
        {rules.map(({ at, by, action, text, subject }) => (
          <li>
            <Time viewer={viewer} at={at} now={now} /> {by} {words.rule(action, subject)} <small>{text}</small>
          </li>
        ))}
      </ul>
      <p class="small soft">{words.print}</p>
    </Page>
  );
};
