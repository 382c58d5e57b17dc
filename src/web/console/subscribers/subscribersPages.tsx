import { Hono } from 'hono';
import { type ResumeStore, resumeTarget } from '../../../desk/deliveries/resumeTarget.ts';
import type { DeliveryDeeds } from '../../../desk/deliveries/retryDeliveries.ts';
import {
  type AddSubscriberStore,
  addSubscriber,
  type SubscriberDetails,
} from '../../../desk/subscribers/addSubscriber.ts';
import { type AddSubscriptionStore, addSubscription } from '../../../desk/subscribers/addSubscription.ts';
import { type ChangeSubscriberStore, changeSubscriber } from '../../../desk/subscribers/changeSubscriber.ts';
import { type ChangeSubscriptionStore, changeSubscription } from '../../../desk/subscribers/changeSubscription.ts';
import { type ErasePersonStore, erasePerson } from '../../../desk/subscribers/erasePerson.ts';
import { type ExportPersonStore, exportPerson } from '../../../desk/subscribers/exportPerson.ts';
import { type RemoveSubscriberStore, removeSubscriber } from '../../../desk/subscribers/removeSubscriber.ts';
import { type RemoveSubscriptionStore, removeSubscription } from '../../../desk/subscribers/removeSubscription.ts';
import { sendTest, type TestDeps } from '../../../desk/subscribers/sendTest.ts';
import type { SubscriptionDefinition } from '../../../domain/configuration/definitions.ts';
import { emailFault } from '../../../domain/people/emailFault.ts';
import { isTimeZone } from '../../../domain/schedules/parseSchedule.ts';
import type { Clock } from '../../../ports/clock.ts';
import type { NamedRule } from '../../../ports/deskReadings.ts';
import type { SubscriberBoard, SubscriberPlace } from '../../../ports/subscriberBoard.ts';
import { doneAt } from '../../access/flash.ts';
import { type ConsoleContext, deedOf, type SignedIn } from '../../access/viewer.ts';
import { enteredText } from '../enteredText.ts';
import { NewSubscriberPage } from './newSubscriberPage.tsx';
import { SubscriberListPage } from './subscriberListPage.tsx';
import { SubscriberPage } from './subscriberPage.tsx';
import type { RefusedForm } from './subscriptionForm.tsx';

/** A subscription as it is written in a file: the same shape, the same refusals. */
export interface WrittenSubscription {
  readonly rules: readonly string[];
  readonly channel: string;
  readonly target?: string;
  readonly secret?: string;
  readonly schedule: string;
  readonly quiet?: string;
  readonly maxPerHour: number;
}

export type ReadSubscription = (
  written: WrittenSubscription,
  email: string,
) => { readonly definition: SubscriptionDefinition } | { readonly fault: string };

export interface SubscribersPagesDeps {
  /** Whether the starter file says something else than the store. */
  readonly differsFromFile: () => Promise<boolean>;
  readonly board: SubscriberBoard;
  readonly ruleChoices: () => Promise<readonly NamedRule[]>;
  readonly people: AddSubscriberStore & ChangeSubscriberStore & RemoveSubscriberStore;
  readonly subscriptions: AddSubscriptionStore & ChangeSubscriptionStore & RemoveSubscriptionStore;
  readonly personalData: ExportPersonStore & ErasePersonStore;
  readonly test: TestDeps;
  readonly targets: DeliveryDeeds<ResumeStore>;
  readonly readSubscription: ReadSubscription;
  readonly clock: Clock;
}

const shownAtOnce = 50;
const longestSearch = 200;
const testLimitMs = 60_000;

type Fields = Readonly<Record<string, string>>;

/** Who gets messages: the list, one person, and what an editor does there. */
export function subscribersPages(deps: SubscribersPagesDeps): Hono<SignedIn> {
  const { board, clock, people, subscriptions } = deps;
  const pages = new Hono<SignedIn>();
  const wordsOf = (context: ConsoleContext) => context.var.viewer.words.subscribers;

  const shown = async (
    context: ConsoleContext,
    id: number,
    refused: RefusedForm | null,
    status: 200 | 409 | 422 = 200,
  ) => {
    const [person, rules] = await Promise.all([board.subscriber(id), deps.ruleChoices()]);
    if (person === null) return context.notFound();
    const { viewer } = context.var;
    return context.html(<SubscriberPage {...{ viewer, person, rules, refused, now: clock.now() }} />, status);
  };

  pages.get('/', async (context) => {
    const { q, after } = context.req.query();
    const search = enteredText(q).slice(0, longestSearch);
    const place = placeIn(after);
    const found = await board.list({ search, after: place, limit: shownAtOnce + 1 });
    const shownPeople = found.slice(0, shownAtOnce);
    const last = shownPeople.at(-1);
    const next = found.length > shownAtOnce && last !== undefined ? { name: last.name, id: last.id } : null;
    const { viewer } = context.var;
    const differs = await deps.differsFromFile();
    return context.html(
      <SubscriberListPage {...{ viewer, search, next, people: shownPeople, isFurther: place !== null, differs }} />,
    );
  });
  pages.get('/new', (context) =>
    context.html(<NewSubscriberPage viewer={context.var.viewer} fields={{}} says={null} />),
  );
  pages.post('/new', async (context) => {
    const fields = await fieldsOf(context);
    const { viewer } = context.var;
    const read = detailsIn(context, fields);
    const again = (says: string) => context.html(<NewSubscriberPage {...{ viewer, fields, says }} />, 422);
    if ('fault' in read) return again(read.fault);
    const outcome = await addSubscriber(people, deedOf(context, clock.now()), read.details);
    if (outcome.kind === 'taken') return again(wordsOf(context).faults.taken);
    return doneAt(context, `/subscribers/${outcome.id}`, wordsOf(context).done.added);
  });
  pages.get('/:id{\\d{1,15}}', (context) => shown(context, idIn(context), null));
  pages.post('/:id{\\d{1,15}}', async (context) => {
    const [id, fields] = [idIn(context), await fieldsOf(context)];
    const refused = (says: string, status: 409 | 422 = 422) =>
      shown(context, id, { form: 'details', says, fields }, status);
    const read = detailsIn(context, fields);
    if ('fault' in read) return refused(read.fault);
    const edit = { id, basedOn: fields.basedOn ?? '', details: read.details };
    const { kind } = await changeSubscriber(people, deedOf(context, clock.now()), edit);
    const words = wordsOf(context);
    if (kind === 'changed') return doneAt(context, `/subscribers/${id}`, words.done.changed);
    return kind === 'unknown' ? context.notFound() : refused(words.faults[kind], kind === 'conflict' ? 409 : 422);
  });
  pages.post('/:id{\\d{1,15}}/remove', async (context) => {
    const [id, fields, words] = [idIn(context), await fieldsOf(context), wordsOf(context)];
    const removal = { id, basedOn: fields.basedOn ?? '' };
    const { kind } = await removeSubscriber(people, deedOf(context, clock.now()), removal);
    if (kind === 'conflict')
      return shown(context, id, { form: 'details', says: words.faults.conflict, fields: {} }, 409);
    return doneAt(context, '/subscribers', kind === 'changed' ? words.done.removed : words.faults.unknown);
  });
  pages.post('/:id{\\d{1,15}}/export', async (context) => {
    const id = idIn(context);
    const data = await exportPerson(deps.personalData, deedOf(context, clock.now()), id);
    if (data === null) return context.notFound();
    return context.body(JSON.stringify(data, null, 2), 200, {
      'Content-Type': 'application/json; charset=utf-8',
      'Content-Disposition': `attachment; filename="subscriber-${id}.json"`,
    });
  });
  pages.post('/:id{\\d{1,15}}/erase', async (context) => {
    const [id, fields, words] = [idIn(context), await fieldsOf(context), wordsOf(context)];
    if (fields.confirm !== words.eraseWord)
      return shown(context, id, { form: 'erase', says: words.faults.confirm, fields: {} }, 422);
    await erasePerson(deps.personalData, deedOf(context, clock.now()), id);
    return doneAt(context, '/subscribers', words.done.erased);
  });
  pages.post('/:id{\\d{1,15}}/resume', async (context) => {
    const [id, fields] = [idIn(context), await fieldsOf(context)];
    await resumeTarget(deps.targets, deedOf(context, clock.now()), Number(fields.target) || 0);
    return doneAt(context, `/subscribers/${id}`, wordsOf(context).done.resumed);
  });
  pages.post('/:id{\\d{1,15}}/subscriptions', async (context) => {
    const [id, fields] = [idIn(context), await fieldsOf(context)];
    const refused = (says: string) => shown(context, id, { form: 'new', says, fields }, 422);
    const person = await board.subscriber(id);
    if (person === null) return context.notFound();
    const read = deps.readSubscription(writtenIn(fields), person.email);
    if ('fault' in read) return refused(read.fault);
    const outcome = await addSubscription(subscriptions, deedOf(context, clock.now()), id, read.definition);
    const words = wordsOf(context);
    if (outcome.kind === 'added') return doneAt(context, `/subscribers/${id}`, words.done.subscriptionAdded);
    return outcome.kind === 'unknown' ? context.notFound() : refused(words.faults.rules(outcome.rules.join(', ')));
  });
  pages.post('/:id{\\d{1,15}}/subscriptions/:subscription{\\d{1,15}}', async (context) => {
    const [id, own, fields] = [idIn(context), Number(context.req.param('subscription')), await fieldsOf(context)];
    const refused = (says: string, status: 409 | 422 = 422) =>
      shown(context, id, { form: String(own), says, fields }, status);
    const person = await board.subscriber(id);
    const current = person?.subscriptions.find((each) => each.id === own)?.definition;
    if (person === null || current === undefined) return context.notFound();
    const written = writtenIn(fields);
    const isKept = written.target === undefined && written.channel === current.channel;
    const read = deps.readSubscription(isKept ? { ...written, target: current.target } : written, person.email);
    if ('fault' in read) return refused(read.fault);
    const edit = { id: own, basedOn: fields.basedOn ?? '', definition: { ...read.definition, id: current.id } };
    const outcome = await changeSubscription(subscriptions, deedOf(context, clock.now()), edit);
    const words = wordsOf(context);
    if (outcome.kind === 'changed') return doneAt(context, `/subscribers/${id}`, words.done.changed);
    if (outcome.kind === 'unknown rules') return refused(words.faults.rules(outcome.rules.join(', ')));
    return outcome.kind === 'unknown' ? context.notFound() : refused(words.faults.conflict, 409);
  });
  pages.post('/:id{\\d{1,15}}/subscriptions/:subscription{\\d{1,15}}/remove', async (context) => {
    const [id, own, fields] = [idIn(context), Number(context.req.param('subscription')), await fieldsOf(context)];
    const removal = { id: own, basedOn: fields.basedOn ?? '' };
    const { kind } = await removeSubscription(subscriptions, deedOf(context, clock.now()), removal);
    const words = wordsOf(context);
    const says = kind === 'changed' ? words.done.subscriptionRemoved : words.faults[kind];
    return doneAt(context, `/subscribers/${id}`, says);
  });
  pages.post('/:id{\\d{1,15}}/subscriptions/:subscription{\\d{1,15}}/test', async (context) => {
    const [id, own, words] = [idIn(context), Number(context.req.param('subscription')), wordsOf(context)];
    const signal = AbortSignal.timeout(testLimitMs);
    const outcome = await sendTest(deps.test, deedOf(context, clock.now()), own, signal);
    const says = () => {
      if (outcome.kind === 'refused') return words.faults[outcome.because];
      const { kind, response } = outcome.outcome;
      return kind === 'sent' ? words.done.tested(response) : words.done.notTested(response);
    };
    return doneAt(context, `/subscribers/${id}`, says());
  });
  return pages;
}

const idIn = (context: ConsoleContext): number => Number(context.req.param('id'));

async function fieldsOf(context: ConsoleContext): Promise<Fields> {
  const body = await context.req.parseBody();
  return Object.fromEntries(Object.entries(body).map(([name, value]) => [name, enteredText(value)]));
}

function detailsIn(
  context: ConsoleContext,
  { name = '', email = '', timezone = '' }: Fields,
): { readonly details: SubscriberDetails } | { readonly fault: string } {
  const { faults } = context.var.viewer.words.subscribers;
  const address = emailFault(email);
  if (address !== null) return { fault: address };
  if (name === '') return { fault: faults.name };
  return isTimeZone(timezone) ? { details: { name, email, timezone } } : { fault: faults.zone };
}

/** What is left empty is not written. */
function writtenIn(fields: Fields): WrittenSubscription {
  const rules = Object.entries(fields).flatMap(([name, value]) =>
    name.startsWith('rule ') && value === 'on' ? [name.slice('rule '.length)] : [],
  );
  const optional = (name: 'target' | 'secret' | 'quiet') => (fields[name] ? { [name]: fields[name] } : {});
  return {
    ...{ rules, channel: fields.channel ?? 'email', schedule: fields.schedule ?? '' },
    ...{ ...optional('target'), ...optional('secret'), ...optional('quiet') },
    maxPerHour: /^\d{1,6}$/.test(fields.maxPerHour ?? '') ? Number(fields.maxPerHour) : -1,
  };
}

function placeIn(text: string | undefined): SubscriberPlace | null {
  const [, id, name = ''] = /^(\d{1,15}) (.*)$/s.exec(text ?? '') ?? [];
  return id === undefined ? null : { id: Number(id), name: enteredText(name) };
}
