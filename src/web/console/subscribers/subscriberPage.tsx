import { versionOf } from '../../../domain/configuration/changes.ts';
import type { NamedRule } from '../../../ports/deskReadings.ts';
import type { DepartureRead, SubscriberRead, SubscriptionRead } from '../../../ports/subscriberBoard.ts';
import { shownTo, targetShownTo } from '../../access/shownTo.ts';
import { mayAdminister, mayEdit, type Viewer } from '../../access/viewer.ts';
import { Field, PostForm } from '../form.tsx';
import { Page } from '../page.tsx';
import { Time } from '../shownTime.tsx';
import { scheduleWords } from './scheduleWords.ts';
import { type RefusedForm, SubscriptionForm } from './subscriptionForm.tsx';

interface SubscriberProps {
  readonly viewer: Viewer;
  readonly person: SubscriberRead;
  readonly rules: readonly NamedRule[];
  readonly refused: RefusedForm | null;
  readonly now: Date;
}

/** The version of who somebody is, as deeds compare it. */
const detailsOf = ({ email, name, timezone }: SubscriberRead) => ({ email, name, timezone });

/** One person: what they get and when, what they left, and their data. */
export const SubscriberPage = (props: SubscriberProps) => {
  const { viewer, person, rules, refused } = props;
  const words = viewer.words.subscribers;
  const isEditor = mayEdit(viewer);
  return (
    <Page viewer={viewer} at="subscribers" title={shownTo(viewer, person.name)}>
      <h1>{shownTo(viewer, person.name)}</h1>
      <p class="soft small">
        {shownTo(viewer, person.email)} · {person.timezone} ·{' '}
        {isEditor ? (
          <a href={`/messages?${new URLSearchParams({ person: person.email })}`}>{words.messages}</a>
        ) : (
          words.count(person.subscriptions.length)
        )}
      </p>
      <h2>{words.subscriptions}</h2>
      {person.subscriptions.length === 0 ? <p class="empty">{words.none}</p> : null}
      <ul class="rows">
        {person.subscriptions.map((subscription) => (
          <Subscription {...props} subscription={subscription} />
        ))}
      </ul>
      {isEditor ? (
        <details open={refused?.form === 'new'}>
          <summary>{words.newSubscription}</summary>
          <SubscriptionForm
            {...{ viewer, rules, subscription: null, version: '' }}
            action={`/subscribers/${person.id}/subscriptions`}
            refused={refused?.form === 'new' ? refused : null}
          />
        </details>
      ) : null}
      {person.departures.length === 0 ? null : <Departures {...props} />}
      {isEditor ? <Details {...props} /> : null}
      {isEditor ? <Data {...props} /> : null}
    </Page>
  );
};

const Subscription = ({
  viewer,
  person,
  rules,
  refused,
  now,
  subscription,
}: SubscriberProps & { readonly subscription: SubscriptionRead }) => {
  const words = viewer.words.subscribers;
  const { id, definition, nextDueAt, unsubscribedAt, suppressed } = subscription;
  const path = `/subscribers/${person.id}/subscriptions/${id}`;
  const own = refused?.form === String(id) ? refused : null;
  const version = versionOf(definition);
  return (
    <li>
      <p>
        <b>{scheduleWords(viewer.words, definition)}</b>, {definition.channel}{' '}
        <span class="soft">{targetShownTo(viewer, definition.channel, definition.target)}</span>
        {nextDueAt === null || definition.schedule.every === 'instant' ? null : (
          <small>
            {' '}
            {words.next} <Time viewer={viewer} at={nextDueAt} now={now} />
          </small>
        )}
      </p>
      <p>
        {definition.rules.map((rule) => (
          <>
            <a class="chip" href={`/rules/${encodeURIComponent(rule)}`}>
              {rule}
            </a>{' '}
          </>
        ))}
        {unsubscribedAt === null ? null : <span class="chip">{words.ended}</span>}
      </p>
      {suppressed === null ? null : <p class="bad">{words.suppressed(shownTo(viewer, suppressed.why))}</p>}
      {mayEdit(viewer) ? (
        <div class="bar">
          {suppressed === null ? null : (
            <PostForm viewer={viewer} action={`/subscribers/${person.id}/resume`}>
              <input type="hidden" name="target" value={String(suppressed.targetId)} />
              <button type="submit">{words.resume}</button>
            </PostForm>
          )}
          <PostForm viewer={viewer} action={`${path}/test`}>
            <button type="submit">{words.test}</button>
          </PostForm>
          <PostForm viewer={viewer} action={`${path}/remove`}>
            <input type="hidden" name="basedOn" value={version} />
            <button type="submit">{words.remove}</button>
          </PostForm>
        </div>
      ) : null}
      {mayEdit(viewer) ? (
        <details open={own !== null}>
          <summary>{words.edit}</summary>
          <SubscriptionForm {...{ viewer, rules, subscription, version }} action={path} refused={own} />
        </details>
      ) : null}
    </li>
  );
};

const Departures = ({ viewer, person, now }: SubscriberProps) => {
  const words = viewer.words.subscribers;
  const what = ({ ruleId, channel }: DepartureRead) =>
    `${ruleId === null ? words.leftAll : words.leftRule(ruleId)}${channel === null ? '' : ` ${words.leftOn(channel)}`}`;
  return (
    <section>
      <h2>{words.left}</h2>
      <p class="small soft">{words.leftLead}</p>
      <ul>
        {person.departures.map((departure) => (
          <li>
            {what(departure)}{' '}
            <small>
              <Time viewer={viewer} at={departure.leftAt} now={now} />
            </small>
          </li>
        ))}
      </ul>
    </section>
  );
};

const Details = ({ viewer, person, refused }: SubscriberProps) => {
  const words = viewer.words.subscribers;
  const own = refused?.form === 'details' ? refused : null;
  return (
    <section>
      <h2>{words.details}</h2>
      <PostForm viewer={viewer} action={`/subscribers/${person.id}`} class="person-form">
        {own === null ? null : (
          <p class="fault bad" role="alert">
            {own.says}
          </p>
        )}
        <input type="hidden" name="basedOn" value={versionOf(detailsOf(person))} />
        <Field name="name" label={words.name} value={own?.fields.name ?? person.name} required />
        <Field name="email" type="email" label={words.email} value={own?.fields.email ?? person.email} required />
        <Field
          name="timezone"
          label={words.zone}
          value={own?.fields.timezone ?? person.timezone}
          hint={words.zoneHint}
          required
        />
        <button type="submit">{words.save}</button>
      </PostForm>
      <p class="small soft">{words.removeLead}</p>
      <PostForm viewer={viewer} action={`/subscribers/${person.id}/remove`}>
        <input type="hidden" name="basedOn" value={versionOf(detailsOf(person))} />
        <button type="submit">{words.removePerson}</button>
      </PostForm>
    </section>
  );
};

const Data = ({ viewer, person, refused }: SubscriberProps) => {
  const words = viewer.words.subscribers;
  const own = refused?.form === 'erase' ? refused : null;
  return (
    <section>
      <h2>{words.data}</h2>
      <p class="small soft">{words.exportLead}</p>
      <PostForm viewer={viewer} action={`/subscribers/${person.id}/export`}>
        <button type="submit">{words.export}</button>
      </PostForm>
      {mayAdminister(viewer) ? (
        <details open={own !== null}>
          <summary>{words.erase}</summary>
          <p class="small soft">{words.eraseLead}</p>
          <PostForm viewer={viewer} action={`/subscribers/${person.id}/erase`}>
            {own === null ? null : (
              <p class="fault bad" role="alert">
                {own.says}
              </p>
            )}
            <Field name="confirm" label={words.eraseField(words.eraseWord)} required />
            <button type="submit" class="danger">
              {words.erase}
            </button>
          </PostForm>
        </details>
      ) : null}
    </section>
  );
};
