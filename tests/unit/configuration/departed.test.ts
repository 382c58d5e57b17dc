import { describe, expect, it } from 'vitest';
import { comparedAddress } from '../../../src/domain/basics/mailAddress.ts';
import type { SubscriptionDefinition } from '../../../src/domain/configuration/definitions.ts';
import { leftRules } from '../../../src/domain/configuration/departed.ts';
import { subscriptionKeys } from '../../../src/domain/configuration/subscriptionKey.ts';

describe('addresses are one', () => {
  it.each([
    ['Desk@Example.ORG', 'desk@example.org'],
    [' desk@example.org ', 'desk@example.org'],
    ['desk@пример.example', 'desk@xn--e1afmkfd.example'],
    ['desk@ПРИМЕР.example', 'desk@xn--e1afmkfd.example'],
    ['desk@example.org.', 'desk@example.org'],
    ['re\u0301dac@example.org', 'rédac@example.org'],
  ])('%s and %s', (one, other) => expect(comparedAddress(one)).toBe(comparedAddress(other)));

  it.each([
    ['d.esk@gmail.com', 'desk@gmail.com'],
    ['desk+news@example.org', 'desk@example.org'],
    ['desk@example.org', 'desk@sub.example.org'],
    ['desk@example.org', 'night@example.org'],
  ])('but not %s and %s', (one, other) => expect(comparedAddress(one)).not.toBe(comparedAddress(other)));
});

const subscription = (own: Partial<SubscriptionDefinition> = {}): SubscriptionDefinition => ({
  ...{ id: null, rules: ['riot', 'csto'], channel: 'email', target: 'desk@example.org', secretRef: null },
  ...{ schedule: { every: 'instant' }, quiet: null, maxPerHour: 20 },
  ...own,
});

it('a capital letter in a target makes no other subscription', () => {
  expect(subscriptionKeys([subscription({ target: 'Desk@Example.org' })])).toEqual(subscriptionKeys([subscription()]));
  const hook = (target: string) => subscription({ channel: 'webhook', target });
  expect(subscriptionKeys([hook('https://example.org/A')])).not.toEqual(
    subscriptionKeys([hook('https://example.org/a')]),
  );
});

describe('of the rules of a subscription', () => {
  const departure = { address: 'desk@example.org', channel: 'email', ruleId: 'riot' } as const;
  const left = (email: string, own: Partial<SubscriptionDefinition>, departures: Parameters<typeof leftRules>[2]) =>
    leftRules({ email }, subscription(own), departures).map(({ ruleId }) => ruleId);

  it('those are left that the subscriber, or the address, left on that channel', () => {
    expect(left('Desk@example.org', { target: 'other@example.org' }, [departure])).toEqual(['riot']);
    expect(left('other@example.org', { target: 'DESK@example.org' }, [departure])).toEqual(['riot']);
    expect(left('desk@example.org', { channel: 'webhook', target: 'https://example.org' }, [departure])).toEqual([]);
    expect(left('other@example.org', { target: 'other@example.org' }, [departure])).toEqual([]);
  });

  it('all are, where everything was left', () => {
    const everything = { address: 'desk@example.org', channel: null, ruleId: null };
    expect(left('desk@example.org', {}, [everything])).toEqual(['riot', 'csto']);
    expect(left('desk@example.org', { channel: 'webhook', target: 'https://x.example' }, [everything])).toHaveLength(2);
  });
});
