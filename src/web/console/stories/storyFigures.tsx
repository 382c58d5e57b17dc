import { isCalendarDate } from '../../../domain/basics/calendarDate.ts';
import { webUrl } from '../../../domain/basics/webUrl.ts';
import { boundsInWords } from '../../../domain/ledger/boundsInWords.ts';
import type { LedgerFigure } from '../../../domain/ledger/view.ts';
import type { ReadClaim, ReadMove, ReadStory } from '../../../ports/storyPageReadings.ts';
import type { Viewer } from '../../access/viewer.ts';
import { directionOf } from '../desk/figureMove.tsx';
import { Time } from '../shownTime.tsx';
import { FigureChart } from './figureChart.tsx';

interface StoryProps {
  readonly viewer: Viewer;
  readonly story: ReadStory;
  readonly now: Date;
}

/** What the ledger says now, big, each with who says so. */
export const FiguresInForce = ({ viewer, story, now }: StoryProps) => {
  const words = viewer.words.stories;
  if (story.figures.length === 0) return <p class="soft">{words.noFigures}</p>;
  return (
    <div class="figures">
      {story.figures.map((figure) => (
        <FigureInForce viewer={viewer} figure={figure} now={now} />
      ))}
    </div>
  );
};

const FigureInForce = ({ viewer, figure, now }: { viewer: Viewer; figure: LedgerFigure; now: Date }) => {
  const words = viewer.words.stories;
  const { kind, attribution, outlet, asOf, quote, isComputed, range, sources, others } = figure;
  const isSpread = range.min !== figure.min || range.max !== figure.max;
  return (
    <div>
      <b>{boundsInWords(figure)}</b> {kind}
      <span class="who">
        {attribution ?? outlet}, {words.since} <AsOf viewer={viewer} asOf={asOf} now={now} />
        {isComputed ? `, ${words.computed}` : ''}
        <br />
        <q>{quote}</q>
        <br />
        {words.sources(sources)}
        {isSpread
          ? `; ${words.from(String(range.min), boundsInWords(range.max === null ? range : { min: range.max, max: range.max }))}`
          : ''}
        {others.map((other) => (
          <>
            <br />
            {words.otherwise(boundsInWords(other), other.attribution ?? other.outlet)}
          </>
        ))}
      </span>
    </div>
  );
};

/** A calendar date stands as it is: no zone moves it. */
const AsOf = ({ viewer, asOf, now }: { viewer: Viewer; asOf: string; now: Date }) =>
  isCalendarDate(asOf) ? <time datetime={asOf}>{asOf}</time> : <Time viewer={viewer} at={new Date(asOf)} now={now} />;

/** The chart of each figure that has moved, and the same as a table. */
export const HowItMoved = ({ viewer, story, now }: StoryProps) => {
  const words = viewer.words.stories;
  if (story.moves.length === 0) return null;
  const figures = [...new Set(story.moves.map(({ figure }) => figure))];
  const until = new Date(Math.max(story.lastArticleAt.getTime(), story.moves.at(-1)?.movedAt.getTime() ?? 0));
  const charted = figures.filter((figure) => story.moves.filter((move) => move.figure === figure).length > 1);
  return (
    <section>
      <h2>{words.how}</h2>
      {charted.length === 0 ? null : (
        <>
          <div class="charts">
            {charted.map((figure) => (
              <FigureChart
                {...{ viewer, figure, until, now }}
                moves={story.moves.filter((move) => move.figure === figure)}
                claims={story.claims.filter((claim) => claim.figure === figure)}
              />
            ))}
          </div>
          <p class="small soft">{words.range}</p>
        </>
      )}
      <MoveTable viewer={viewer} moves={story.moves} now={now} />
    </section>
  );
};

const MoveTable = ({ viewer, moves, now }: { viewer: Viewer; moves: readonly ReadMove[]; now: Date }) => {
  const { desk, stories } = viewer.words;
  const { table } = stories;
  return (
    <table class="cards">
      <thead>
        <tr>
          <th scope="col">{table.when}</th>
          <th scope="col">{table.figure}</th>
          <th scope="col">{table.was}</th>
          <th scope="col">{table.is}</th>
          <th scope="col">{table.who}</th>
          <th scope="col">{table.quote}</th>
        </tr>
      </thead>
      <tbody>
        {[...moves].reverse().map((move) => {
          const direction = directionOf(move);
          return (
            <tr>
              <td class="nowrap">
                <Time viewer={viewer} at={move.movedAt} now={now} />
              </td>
              <td>{move.figure}</td>
              <td data-label={table.was}>{move.from === null ? '–' : boundsInWords(move.from)}</td>
              <td data-label={table.is} class="nowrap">
                <b class={direction === 'rise' ? 'up' : ''}>{boundsInWords(move.to)}</b>{' '}
                {direction === 'correction' ? <small>{desk.correction}</small> : null}
              </td>
              <td>
                {move.isEdit
                  ? `${stories.desk}${move.attribution === null ? '' : `, ${move.attribution}`}`
                  : (move.attribution ?? move.outlet ?? '–')}
              </td>
              <td class="whole">{move.quote === null ? '' : <q>{move.quote}</q>}</td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
};

/** Every claim of each figure by who says it, the newest first, with its very words. */
export const WhoSaysWhat = ({ viewer, story, now }: StoryProps) => {
  const words = viewer.words.stories;
  if (story.claims.length === 0) return null;
  const figures = [...new Set(story.claims.map(({ figure }) => figure))];
  return (
    <section>
      <h2>{words.says}</h2>
      {figures.map((figure) => (
        <>
          <h3>{figure}</h3>
          <ClaimTable
            viewer={viewer}
            claims={byAuthority(story.claims.filter((claim) => claim.figure === figure))}
            now={now}
          />
        </>
      ))}
    </section>
  );
};

/** Those of one authority stand together, the one who spoke last first. */
function byAuthority(claims: readonly ReadClaim[]): readonly ReadClaim[] {
  const speakerOf = ({ authority, outlet }: ReadClaim) => (authority === '' ? `outlet ${outlet}` : authority);
  const newest = [...claims].reverse();
  const speakers = [...new Set(newest.map(speakerOf))];
  return speakers.flatMap((speaker) => newest.filter((claim) => speakerOf(claim) === speaker));
}

const ClaimTable = ({ viewer, claims, now }: { viewer: Viewer; claims: readonly ReadClaim[]; now: Date }) => {
  const words = viewer.words.stories;
  return (
    <table class="cards claims">
      <thead>
        <tr>
          <th scope="col">{words.claims.count}</th>
          <th scope="col">{words.claims.who}</th>
          <th scope="col">{words.claims.asOf}</th>
          <th scope="col">{words.claims.quote}</th>
        </tr>
      </thead>
      <tbody>
        {claims.map((claim) => (
          <tr>
            <td class="nowrap">
              <Count claim={claim} /> <small>{stateWords(viewer, claim)}</small>
            </td>
            <td>{whoOf(viewer, claim)}</td>
            <td class="nowrap" data-label={words.asOf}>
              <AsOf viewer={viewer} asOf={claim.asOf} now={now} />
            </td>
            <td class="whole">
              {claim.isEdit ? claim.quote : <q>{claim.quote}</q>} <Source claim={claim} />
              {claim.fromCorrection === null ? null : (
                <>
                  {' '}
                  <span class="chip late">{words.differs(String(Math.abs(claim.fromCorrection)))}</span>
                </>
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
};

const Count = ({ claim }: { readonly claim: ReadClaim }) => {
  const isTakenBack = claim.state === 'struck' || claim.state === 'withdrawn';
  if (isTakenBack || claim.isDenial) return <del>{boundsInWords(claim)}</del>;
  return claim.state === 'in force' ? <b>{boundsInWords(claim)}</b> : <span>{boundsInWords(claim)}</span>;
};

function stateWords(viewer: Viewer, { state, isDenial, isEdit, isComputed }: ReadClaim): string {
  const words = viewer.words.stories;
  if (isDenial) return isEdit ? words.struckByDesk : words.denies;
  return [words.states[state], isComputed ? words.computed : ''].filter((each) => each !== '').join(', ');
}

const whoOf = (viewer: Viewer, { isEdit, attribution, outlet }: ReadClaim): string => {
  if (!isEdit) return attribution ?? outlet;
  return attribution === null ? viewer.words.stories.desk : `${viewer.words.stories.desk}: ${attribution}`;
};

/** The outlet, with the way to its article where that is one of the web. */
const Source = ({ claim: { link, outlet } }: { readonly claim: ReadClaim }) => {
  const url = link === null ? null : webUrl(link);
  if (outlet === '') return null;
  return url === null ? (
    <small>{outlet}</small>
  ) : (
    <a href={url.href} rel="noreferrer noopener">
      {outlet}
    </a>
  );
};
