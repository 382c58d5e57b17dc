import type { SubscriberInList, SubscriberPlace } from '../../../ports/subscriberBoard.ts';
import { shownTo } from '../../access/shownTo.ts';
import { mayEdit, type Viewer } from '../../access/viewer.ts';
import { FileBadge } from '../fileBadge.tsx';
import { Page } from '../page.tsx';
import { scheduleWords } from './scheduleWords.ts';

interface ListProps {
  readonly viewer: Viewer;
  readonly people: readonly SubscriberInList[];
  readonly search: string;
  readonly isFurther: boolean;
  readonly differs: boolean;
  readonly next: SubscriberPlace | null;
}

/** Who gets messages, and when. */
export const SubscriberListPage = ({ viewer, people, search, isFurther, next, differs }: ListProps) => {
  const words = viewer.words.subscribers;
  return (
    <Page viewer={viewer} at="subscribers" title={words.title}>
      <div class="bar">
        <h1>{words.title}</h1>
        <span class="grow" />
        {mayEdit(viewer) ? (
          <a class="button primary" href="/subscribers/new">
            {words.add}
          </a>
        ) : null}
      </div>
      <FileBadge viewer={viewer} differs={differs} />
      <form class="filters" method="get" action="/subscribers">
        <label class="field">
          <span>{words.search}</span>
          <input type="search" name="q" value={search} data-key="search" />
        </label>
        <button type="submit">{words.find}</button>
      </form>
      {people.length === 0 ? <p class="empty">{search === '' ? words.empty : words.nothingFound}</p> : null}
      <ul class="rows">
        {people.map((person) => (
          <li data-item>
            <a href={`/subscribers/${person.id}`} data-open>
              <b>{shownTo(viewer, person.name)}</b>
            </a>{' '}
            <span class="soft">{shownTo(viewer, person.email)}</span>
            {person.subscriptions.length === 0 ? <p class="small soft">{words.none}</p> : null}
            {person.subscriptions.map(({ definition, unsubscribedAt, suppressed, isQuarantined }) => (
              <p class="small">
                <span class="soft">
                  {definition.channel}, {scheduleWords(viewer.words, definition)}:
                </span>{' '}
                {definition.rules.join(', ')} {unsubscribedAt === null ? null : <span class="chip">{words.ended}</span>}
                {suppressed === null ? null : (
                  <span class="chip bad">{words.suppressed(shownTo(viewer, suppressed.why))}</span>
                )}
                {isQuarantined ? <span class="chip bad">{words.quarantined}</span> : null}
              </p>
            ))}
          </li>
        ))}
      </ul>
      <p>
        {isFurther ? <a href={`/subscribers${queryOf(search, null)}`}>{words.first}</a> : null}{' '}
        {next === null ? null : <a href={`/subscribers${queryOf(search, next)}`}>{words.more}</a>}
      </p>
    </Page>
  );
};

function queryOf(search: string, after: SubscriberPlace | null): string {
  const query = new URLSearchParams();
  if (search !== '') query.set('q', search);
  if (after !== null) query.set('after', `${after.id} ${after.name}`);
  return query.size === 0 ? '' : `?${query}`;
}
