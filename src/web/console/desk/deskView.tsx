import type { DeskView, Troubles } from '../../../ports/deskReadings.ts';
import type { Viewer } from '../../access/viewer.ts';
import { PostForm } from '../form.tsx';
import { DeskRow } from './deskRow.tsx';
import { TroubleLines } from './troubleLines.tsx';

interface DeskProps {
  readonly viewer: Viewer;
  readonly view: DeskView;
  readonly troubles: Troubles;
  /** A later page of what moved. */
  readonly isFurther: boolean;
  readonly now: Date;
}

/** What moved since the viewer looked, below what is broken; then what they have seen. The island puts a newer one in its place. */
export const Desk = ({ viewer, view, troubles, isFurther, now }: DeskProps) => {
  const { words } = viewer;
  const { unread, running, before } = view;
  const title = unread.length === 0 ? words.desk.nothingMoved : words.desk.moved(unread.length, before === null);
  return (
    <div id="desk" data-unread={String(unread.length)}>
      <div class="bar">
        <h1>{title}</h1>
        <span class="grow" />
        {unread.length === 0 ? null : (
          <PostForm viewer={viewer} action="/desk/seen">
            <input type="hidden" name="change" value={String(view.newest)} />
            <button type="submit">{words.desk.allSeen}</button>
          </PostForm>
        )}
        <a class="button" href="/handover">
          {words.desk.handOver}
        </a>
      </div>
      <TroubleLines viewer={viewer} troubles={troubles} now={now} />
      {unread.length + running.length === 0 && !isFurther ? <EmptyDesk viewer={viewer} /> : null}
      {unread.length === 0 ? null : (
        <>
          <h2>{words.desk.unread}</h2>
          <ul class="rows">
            {unread.map((story) => (
              <DeskRow viewer={viewer} story={story} now={now} />
            ))}
          </ul>
        </>
      )}
      <p>
        {isFurther ? <a href="/">{words.desk.newest}</a> : null}{' '}
        {before === null ? null : <a href={`/?before=${before}`}>{words.desk.older}</a>}
      </p>
      {running.length === 0 ? null : (
        <>
          <h2>{words.desk.running}</h2>
          <ul class="rows">
            {running.map((story) => (
              <DeskRow viewer={viewer} story={story} now={now} />
            ))}
          </ul>
        </>
      )}
    </div>
  );
};

const EmptyDesk = ({ viewer: { words } }: { readonly viewer: Viewer }) => (
  <div class="empty">
    <p>{words.desk.empty.lead}</p>
    <p>
      <a href="/rules">{words.desk.empty.rules}</a> · <a href="/feeds">{words.desk.empty.feeds}</a>
    </p>
  </div>
);
