import { Hono } from 'hono';
import { type ResendStore, resendMessage } from '../../../desk/deliveries/resendMessage.ts';
import { type ResumeStore, resumeTarget } from '../../../desk/deliveries/resumeTarget.ts';
import { type DeliveryDeeds, type RetryStore, retryDeliveries } from '../../../desk/deliveries/retryDeliveries.ts';
import type { DeliveryFilter } from '../../../domain/deliveries/deliveryFilter.ts';
import type { Clock } from '../../../ports/clock.ts';
import type { ConsoleStore } from '../../../ports/consoleStore.ts';
import type { MessageViews, ShownMessage } from '../../../ports/listedMessages.ts';
import { doneAt } from '../../access/flash.ts';
import { targetShownTo } from '../../access/shownTo.ts';
import { type ConsoleContext, deedOf, mayEdit, type SignedIn } from '../../access/viewer.ts';
import { framedMailPolicy } from '../../securityHeaders.ts';
import { MessageListPage } from './messageListPage.tsx';
import { MessagePage } from './messagePage.tsx';
import { filterOfQuery, type MessageQuery, messageQueryOf, messagesPath, stateTabs } from './messageQuery.ts';

export interface MessagesPagesDeps {
  readonly views: MessageViews;
  readonly trouble: Pick<ConsoleStore, 'heldUp' | 'quarantinedSubscriptions'>;
  readonly deeds: DeliveryDeeds<RetryStore & ResendStore & ResumeStore>;
  /** The message as its HTML mail shows it, a whole document; its links to unsubscribe lead nowhere. */
  readonly mailOf: (shown: Pick<ShownMessage, 'message' | 'subscription'>) => Promise<string>;
  /** As it is posted, to be read; null: it goes by mail. */
  readonly jsonOf: (shown: Pick<ShownMessage, 'message' | 'subscription'>) => string | null;
  readonly clock: Clock;
}

const shownAtOnce = 50;
const shownTroubled = 8;

/** Messages: the list, one message, and what can be done about those that were not taken. */
export function messagesPages({ views, trouble, deeds, mailOf, jsonOf, clock }: MessagesPagesDeps): Hono<SignedIn> {
  const pages = new Hono<SignedIn>();

  async function filterFor(context: ConsoleContext, query: MessageQuery): Promise<DeliveryFilter> {
    const { viewer } = context.var;
    const { person } = query;
    const people =
      person === null
        ? []
        : /^\d{1,15}$/.test(person)
          ? [Number(person)]
          : await views.peopleNamed(person, mayEdit(viewer));
    return filterOfQuery(query, people, viewer.person.timezone);
  }

  pages.get('/', async (context) => {
    const query = messageQueryOf(context.req.query());
    const filter = await filterFor(context, query);
    const isWhole = query.state === null && query.before === null;
    const troubledOf = (state: 'failed' | 'waiting') =>
      isWhole ? views.list({ ...filter, states: stateTabs[state] }, null, shownTroubled) : [];
    const [deliveries, counts, rules, heldUp, quarantined, failed, waiting] = await Promise.all([
      views.list(filter, query.before, shownAtOnce + 1),
      views.counts(filter),
      views.ruleNames(),
      trouble.heldUp(),
      trouble.quarantinedSubscriptions(),
      troubledOf('failed'),
      troubledOf('waiting'),
    ]);
    return context.html(
      <MessageListPage
        {...{ viewer: context.var.viewer, now: clock.now(), query, counts, rules, heldUp, quarantined }}
        troubled={isWhole ? { failed, waiting } : null}
        deliveries={deliveries.slice(0, shownAtOnce)}
        hasMore={deliveries.length > shownAtOnce}
      />,
    );
  });

  pages.post('/retry', async (context) => {
    const given = await context.req.parseBody();
    const query = messageQueryOf(Object.fromEntries(Object.entries(given).filter(isText)));
    const filter = { ...(await filterFor(context, query)), states: stateTabs.failed };
    const { deliveries, ended } = await retryDeliveries(deeds, deedOf(context, clock.now()), filter);
    return doneAt(
      context,
      messagesPath(query, { state: null }),
      context.var.viewer.words.messages.retried(deliveries, ended),
    );
  });

  pages.post('/targets/:id/resume', async (context) => {
    const id = Number(context.req.param('id'));
    const { held } = context.var.viewer.words.messages;
    if (!Number.isSafeInteger(id)) return context.notFound();
    const channelOf = new Map((await trouble.heldUp()).map((each) => [each.id, each.channel]));
    const outcome = await resumeTarget(deeds, deedOf(context, clock.now()), id);
    if (outcome.kind === 'not stopped') return doneAt(context, '/messages', held.notStopped);
    const { name, waiting } = outcome.target;
    const shown = targetShownTo(context.var.viewer, channelOf.get(id) ?? 'webhook', name);
    return doneAt(context, '/messages', held.resumed(shown, waiting));
  });

  pages.use('/:id{.+}', async (context, next) => {
    if (!uuid.test(context.req.path.split('/')[2] ?? '')) return context.notFound();
    return next();
  });

  pages.get('/:id', async (context) => {
    const shown = await views.message(context.req.param('id'));
    if (shown === null) return context.notFound();
    const { viewer } = context.var;
    return context.html(<MessagePage {...{ viewer, now: clock.now(), shown, json: jsonOf(shown) }} />);
  });

  pages.get('/:id/mail', async (context) => {
    const shown = await views.message(context.req.param('id'));
    if (shown === null) return context.notFound();
    return context.html(await mailOf(shown), 200, { 'Content-Security-Policy': framedMailPolicy });
  });

  pages.post('/:id/retry', async (context) => {
    const messageId = context.req.param('id');
    const filter: DeliveryFilter = { states: null, since: null, channel: null, messageId };
    const { deliveries, ended } = await retryDeliveries(deeds, deedOf(context, clock.now()), filter);
    return doneAt(context, `/messages/${messageId}`, context.var.viewer.words.messages.retried(deliveries, ended));
  });

  pages.post('/:id/resend', async (context) => {
    const messageId = context.req.param('id');
    const { page } = context.var.viewer.words.messages;
    const outcome = await resendMessage(deeds, deedOf(context, clock.now()), messageId);
    const said = outcome.kind === 'resent' ? page.resent : page.refused[outcome.because];
    return doneAt(context, `/messages/${messageId}`, said);
  });
  return pages;
}

const isText = (field: [string, unknown]): field is [string, string] => typeof field[1] === 'string';

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
