import { describe, expect, it } from 'vitest';
import { readSubscribersFile } from '../../../config/subscribersFile.ts';
import { channelNames, channels, type TargetShape } from '../../../src/domain/digests/channels.ts';

const fileWith = (subscription: object): string =>
  JSON.stringify({ subscribers: [{ email: 'desk@example.org', subscriptions: [subscription] }] });
const read = (subscription: object) =>
  readSubscribersFile(fileWith({ rules: ['riot'], schedule: 'instant', ...subscription }), 'subscribers.yaml');

const exampleOf = (shape: TargetShape): string => (shape.kind === 'address' ? 'other@example.org' : shape.example);

describe.each(channelNames)('the channel %s', (channel) => {
  const { target: shape, isSigned } = channels[channel];

  it('can be chosen in a file, with a target like its example', () => {
    const target = exampleOf(shape);
    expect(read({ channel, target }).value?.[0]?.subscriptions).toMatchObject([{ channel, target }]);
  });

  it('refuses what is no target of its kind', () => {
    expect(read({ channel, target: 'desk' }).findings).toHaveLength(1);
  });

  it('takes a secret only if it signs', () => {
    const { value } = read({ channel, target: exampleOf(shape), secret: 'env:HOOK_SECRET' });
    expect(value !== null).toBe(isSigned);
  });
});
