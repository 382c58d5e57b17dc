import type { Dispatcher } from 'undici';
import type { Notice } from '../../../domain/notices/notice.ts';
import type { SendOutcome } from '../../../ports/channel.ts';
import { postJson } from '../http/post.ts';
import { outcomeOfPost } from '../http/postingChannel.ts';
import { escaped, plain } from './slackMessage.ts';
import { slackOutcome } from './slackOutcome.ts';

export interface SlackNoticesOptions {
  readonly agent: Dispatcher;
  /** The incoming webhook of the settings; null: none is set. */
  readonly url: string | null;
  readonly timeoutMs: number;
  readonly now: () => Date;
}

/** The way of notices to ops' Slack webhook: the subject in bold, and the text. */
export const createSlackNotices =
  ({ agent: dispatcher, url, timeoutMs, now }: SlackNoticesOptions) =>
  async ({ subject, body }: Notice, signal: AbortSignal): Promise<SendOutcome> => {
    if (url === null) return { kind: 'rejected', response: 'SLACK_WEBHOOK_URL is not set', concerns: 'message' };
    const text = `*${plain(subject)}*\n${escaped(body)}`;
    const posted = await postJson(url, {}, JSON.stringify({ text }), { dispatcher, timeoutMs, signal, now });
    return outcomeOfPost(posted, slackOutcome);
  };
