import { comparedAddress } from '../basics/mailAddress.ts';
import type { ChannelName } from '../digests/subscription.ts';
import type { SubscriberDefinition, SubscriptionDefinition } from './definitions.ts';

/** That somebody left a rule on a channel; null: any. The address is in the form in which addresses are compared. */
export interface Departed {
  readonly address: string;
  readonly channel: ChannelName | null;
  readonly ruleId: string | null;
}

/** The address that a subscription's target is compared by. */
export const targetAddress = ({ channel, target }: Pick<SubscriptionDefinition, 'channel' | 'target'>): string =>
  channel === 'email' ? comparedAddress(target) : target;

/** The rules of a subscription that its subscriber left: it is not notified of them. */
export function leftRules<T extends Departed>(
  { email }: Pick<SubscriberDefinition, 'email'>,
  subscription: SubscriptionDefinition,
  departures: readonly T[],
): readonly { readonly ruleId: string; readonly departure: T }[] {
  const addresses = [comparedAddress(email), targetAddress(subscription)];
  const own = departures.filter(({ address }) => addresses.includes(address));
  return [...new Set(subscription.rules)].flatMap((ruleId) => {
    const departure = own.find(
      (each) => (each.channel ?? subscription.channel) === subscription.channel && (each.ruleId ?? ruleId) === ruleId,
    );
    return departure === undefined ? [] : [{ ruleId, departure }];
  });
}
