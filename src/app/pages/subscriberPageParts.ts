import { subscriptionOf, subscriptionShape } from '../../../config/subscriptionShape.ts';
import { createDeliveryDeeds } from '../../adapters/store/desk/deliveryDeeds.ts';
import { createPersonalData } from '../../adapters/store/desk/personalData.ts';
import { createSubscriberDeeds } from '../../adapters/store/desk/subscriberDeeds.ts';
import { createSubscriptionDeeds } from '../../adapters/store/desk/subscriptionDeeds.ts';
import { readRuleChoices } from '../../adapters/store/rules/ruleInForce.ts';
import { createSubscriberBoard } from '../../adapters/store/views/subscriberViews.ts';
import type { SubscribersPagesDeps } from '../../web/console/subscribers/subscribersPages.tsx';
import { subscribersKind } from '../configuration/subscribersKind.ts';
import type { AppContext } from '../context.ts';
import { driftLook } from './driftLook.ts';

/** What the pages of subscribers stand on. */
export function subscriberPageParts(context: AppContext): SubscribersPagesDeps {
  const { db, clock, wake, channels, random } = context;
  const subscriptions = createSubscriptionDeeds(db);
  return {
    differsFromFile: driftLook(subscribersKind, context),
    board: createSubscriberBoard(db),
    ruleChoices: () => readRuleChoices(db),
    people: createSubscriberDeeds(db),
    subscriptions,
    personalData: createPersonalData(db),
    test: { store: subscriptions, channels, random },
    targets: { store: createDeliveryDeeds(db), wake },
    readSubscription(written, email) {
      const read = subscriptionShape.safeParse(written);
      if (read.success) return { definition: subscriptionOf(read.data, email) };
      return { fault: read.error.issues.map(({ message }) => message).join('; ') };
    },
    clock,
  };
}
