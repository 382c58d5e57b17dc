import { describe, expect, it } from 'vitest';
import { slackOutcome } from '../../../src/adapters/channels/slack/slackOutcome.ts';
import { webhookOutcome } from '../../../src/adapters/channels/webhook/webhookOutcome.ts';
import type { SendOutcome } from '../../../src/ports/channel.ts';

const received = (status: number, words: string, retryAfterSeconds: number | null = null) => ({
  ...{ status, response: `${status} ${words}`, retryAfterSeconds },
});

const shortOf = (outcome: SendOutcome): string => {
  if (outcome.kind === 'retry') return outcome.holds === 'target' ? `retry target ${outcome.afterSeconds}` : 'retry';
  if (outcome.kind !== 'rejected') return outcome.kind;
  return outcome.concerns === 'target' && outcome.isGone === true ? 'gone' : `rejected ${outcome.concerns}`;
};

describe('a webhook that answers', () => {
  it.each([
    [429, 'retry target 30'],
    [502, 'retry target 30'],
    [503, 'retry target 30'],
    [504, 'retry target 30'],
    [500, 'retry'],
    [501, 'retry'],
    [408, 'retry'],
    [425, 'retry'],
    [413, 'rejected message'],
    [301, 'rejected target'],
    [302, 'rejected target'],
    [308, 'rejected target'],
    [400, 'rejected target'],
    [401, 'rejected target'],
    [403, 'rejected target'],
    [404, 'rejected target'],
    [405, 'rejected target'],
    [409, 'rejected target'],
    [422, 'rejected target'],
    [410, 'gone'],
  ])('%i → %s', (status, expected) => {
    expect(shortOf(webhookOutcome(received(status, 'words', 30)))).toBe(expected);
  });

  it('is shown with its words, and with what to do', () => {
    expect(webhookOutcome(received(301, 'Moved')).response).toBe(
      '301 Moved (the receiver has another URL now, and redirects are not followed; change the target)',
    );
  });
});

describe('Slack that answers', () => {
  it.each([
    [429, 'rate_limited', 'retry target 30'],
    [500, 'rollup_error', 'retry'],
    [503, 'service unavailable', 'retry target 30'],
    [400, 'invalid_payload', 'rejected message'],
    [400, 'invalid_blocks', 'rejected message'],
    [400, 'no_text', 'rejected message'],
    [400, 'user_not_found', 'rejected target'],
    [403, 'action_prohibited', 'rejected target'],
    [403, 'invalid_token', 'rejected target'],
    [404, 'channel_not_found', 'rejected target'],
    [404, 'no_service', 'rejected target'],
    [404, 'no_team', 'rejected target'],
    [302, '', 'rejected target'],
    [410, 'channel_is_archived', 'gone'],
  ])('%i %s → %s', (status, words, expected) => {
    expect(shortOf(slackOutcome(received(status, words, 30)))).toBe(expected);
  });
});
