import type { ListedState } from '../../../domain/deliveries/deliveryFilter.ts';
import type { ListedDelivery } from '../../../ports/listedMessages.ts';
import { shownTo, targetShownTo } from '../../access/shownTo.ts';
import type { Viewer } from '../../access/viewer.ts';
import { Time } from '../shownTime.tsx';

/** Red only for what needs a person; what waits by itself is amber. */
const toneOf: Readonly<Record<ListedState, string>> = {
  ...{ rejected: 'chip bad', quarantined: 'chip bad', suppressed: 'chip bad' },
  ...{ held: 'chip late', retrying: 'chip late', pending: 'chip', sent: 'chip done' },
};

export const StateChip = ({ viewer, state }: { readonly viewer: Viewer; readonly state: ListedState }) => (
  <span class={toneOf[state]}>{viewer.words.messages.states[state]}</span>
);

interface ListProps {
  readonly viewer: Viewer;
  readonly now: Date;
  readonly deliveries: readonly ListedDelivery[];
}

/** Messages, a line each: when, what about, to whom, and where it stands with the receiver's words. */
export const MessageTable = ({ viewer, now, deliveries }: ListProps) => {
  const { columns } = viewer.words.messages;
  return (
    <table class="cards messages">
      <thead>
        <tr>
          <th>{columns.made}</th>
          <th>{columns.message}</th>
          <th>{columns.to}</th>
          <th>{columns.state}</th>
        </tr>
      </thead>
      <tbody>
        {deliveries.map((each) => (
          <MessageRow viewer={viewer} now={now} delivery={each} />
        ))}
      </tbody>
    </table>
  );
};

const MessageRow = ({
  viewer,
  now,
  delivery,
}: Omit<ListProps, 'deliveries'> & { readonly delivery: ListedDelivery }) => {
  const { messageId, title, entries, subscriber, subscriberId, channel, target, state, response, createdAt } = delivery;
  const { messages } = viewer.words;
  return (
    <tr>
      <td class="nowrap soft">
        <Time viewer={viewer} at={createdAt} now={now} />
      </td>
      <td class="whole what">
        <a href={`/messages/${messageId}`}>{title}</a>
        {entries > 1 ? <span class="soft">{messages.more(entries)}</span> : null}
      </td>
      <td>
        <a class="plain" href={`/subscribers/${subscriberId}`}>
          {shownTo(viewer, subscriber)}
        </a>{' '}
        <small>
          {channel} · {targetShownTo(viewer, channel, target)}
        </small>
      </td>
      <td>
        <StateChip viewer={viewer} state={state} />
        {state === 'sent' || response === null ? null : <small class="reply">{shownTo(viewer, response)}</small>}
      </td>
    </tr>
  );
};
