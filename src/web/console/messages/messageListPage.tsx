import { channelNames } from '../../../domain/digests/channels.ts';
import type { HeldUp, QuarantinedSubscription } from '../../../ports/consoleStore.ts';
import { type DeliveryCounts, type ListedDelivery, mostCounted } from '../../../ports/listedMessages.ts';
import { mayEdit, type Viewer } from '../../access/viewer.ts';
import { Field, PostForm } from '../form.tsx';
import { Page } from '../page.tsx';
import { HeldUpList } from './heldUpList.tsx';
import { MessageTable } from './messageList.tsx';
import { type MessageQuery, messagesPath, type StateTab, stateTabs } from './messageQuery.ts';

interface MessageListProps {
  readonly viewer: Viewer;
  readonly now: Date;
  readonly query: MessageQuery;
  readonly counts: DeliveryCounts;
  /** Before all others, where no state is asked for. */
  readonly troubled: { readonly failed: readonly ListedDelivery[]; readonly waiting: readonly ListedDelivery[] } | null;
  readonly deliveries: readonly ListedDelivery[];
  readonly hasMore: boolean;
  readonly rules: readonly { readonly id: string; readonly name: string }[];
  readonly heldUp: readonly HeldUp[];
  readonly quarantined: readonly QuarantinedSubscription[];
}

/** What was sent: first what failed, then what waits, then the newest. */
export const MessageListPage = (props: MessageListProps) => {
  const { viewer, now, query, counts, troubled, deliveries, hasMore, rules, heldUp, quarantined } = props;
  const { messages } = viewer.words;
  const isNarrowed = messagesPath({ ...query, state: null }) !== '/messages';
  const last = deliveries.at(-1);
  return (
    <Page viewer={viewer} at="messages" title={messages.title}>
      <h1>{messages.title}</h1>
      <p class="soft">{messages.lead}</p>
      <HeldUpList viewer={viewer} now={now} heldUp={heldUp} quarantined={quarantined} />
      <FilterForm viewer={viewer} query={query} rules={rules} isNarrowed={isNarrowed} />
      <StateTabs viewer={viewer} query={query} counts={counts} />
      {query.state === 'failed' && counts.failed > 0 && mayEdit(viewer) ? (
        <RetryAll viewer={viewer} query={query} failed={counts.failed} />
      ) : null}
      {troubled === null ? null : (
        <>
          <Section {...{ viewer, now, query, state: 'failed' as const, deliveries: troubled.failed }} />
          <Section {...{ viewer, now, query, state: 'waiting' as const, deliveries: troubled.waiting }} />
          {troubled.failed.length + troubled.waiting.length === 0 ? null : <h2>{messages.sections.newest}</h2>}
        </>
      )}
      {deliveries.length === 0 ? (
        <p class="empty">{isNarrowed || query.state !== null ? messages.empty.filtered : messages.empty.none}</p>
      ) : (
        <MessageTable viewer={viewer} now={now} deliveries={deliveries} />
      )}
      <p class="bar pager">
        {query.before === null ? null : <a href={messagesPath(query)}>{messages.newest}</a>}
        {hasMore && last !== undefined ? (
          <a rel="next" href={messagesPath(query, { before: [last.createdAt, last.id] })}>
            {messages.older}
          </a>
        ) : null}
      </p>
    </Page>
  );
};

const counted = (count: number): string =>
  count > mostCounted ? `${mostCounted.toLocaleString('en')}+` : String(count);

const StateTabs = ({ viewer, query, counts }: Pick<MessageListProps, 'viewer' | 'query' | 'counts'>) => {
  const { tabs } = viewer.words.messages;
  const count = { ...counts, sent: 0 };
  const shown = (Object.keys(stateTabs) as StateTab[]).filter(
    (state) => state !== 'quarantined' || counts.quarantined > 0 || query.state === 'quarantined',
  );
  return (
    <nav class="tabs" aria-label={tabs.label}>
      <a href={messagesPath(query, { state: null })} aria-current={query.state === null ? 'page' : undefined}>
        {tabs.all}
      </a>
      {shown.map((state) => (
        <a href={messagesPath(query, { state })} aria-current={query.state === state ? 'page' : undefined}>
          {tabs[state]}
          {count[state] === 0 ? null : (
            <b class={state === 'waiting' ? 'count' : 'count bad'}>{counted(count[state])}</b>
          )}
        </a>
      ))}
    </nav>
  );
};

const Section = ({
  viewer,
  now,
  query,
  state,
  deliveries,
}: Pick<MessageListProps, 'viewer' | 'now' | 'query' | 'deliveries'> & { readonly state: 'failed' | 'waiting' }) => {
  const { messages } = viewer.words;
  if (deliveries.length === 0) return null;
  return (
    <section>
      <h2 class="bar">
        <span class="grow">{messages.sections[state]}</span>
        <a href={messagesPath(query, { state })}>{messages.showAll}</a>
      </h2>
      <MessageTable viewer={viewer} now={now} deliveries={deliveries} />
    </section>
  );
};

const FilterForm = ({
  viewer,
  query,
  rules,
  isNarrowed,
}: Pick<MessageListProps, 'viewer' | 'query' | 'rules'> & { readonly isNarrowed: boolean }) => {
  const { filter } = viewer.words.messages;
  return (
    <form class="filters" method="get" action="/messages">
      {query.state === null ? null : <input type="hidden" name="state" value={query.state} />}
      <label class="field">
        <span>{filter.rule}</span>
        <select name="rule">
          <option value="">{filter.any}</option>
          {rules.map(({ id, name }) => (
            <option value={id} selected={id === query.rule}>
              {name}
            </option>
          ))}
        </select>
      </label>
      <label class="field">
        <span>{filter.channel}</span>
        <select name="channel">
          <option value="">{filter.any}</option>
          {channelNames.map((name) => (
            <option value={name} selected={name === query.channel}>
              {name}
            </option>
          ))}
        </select>
      </label>
      <Field name="person" label={filter.person} value={query.person ?? ''} type="search" />
      <Field name="day" label={filter.day} value={query.day ?? ''} type="date" />
      <button type="submit">{filter.button}</button>
      {isNarrowed ? <a href={messagesPath({ ...noFilter, state: query.state })}>{filter.clear}</a> : null}
    </form>
  );
};

const noFilter: MessageQuery = { state: null, rule: null, channel: null, person: null, day: null, before: null };

/** The same filter is applied again when it is pressed: what failed since then goes out with the rest. */
const RetryAll = ({
  viewer,
  query,
  failed,
}: Pick<MessageListProps, 'viewer' | 'query'> & { readonly failed: number }) => (
  <PostForm viewer={viewer} action="/messages/retry" class="bar">
    {(['rule', 'channel', 'person', 'day'] as const).map((name) =>
      query[name] === null ? null : <input type="hidden" name={name} value={query[name]} />,
    )}
    <button type="submit" class="primary">
      {viewer.words.messages.retryAll(counted(failed), failed === 1)}
    </button>
  </PostForm>
);
