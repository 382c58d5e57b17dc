import type { Notice } from '../../../domain/notices/notice.ts';
import { escaped } from './slackMessage.ts';

/** A notice as a Slack message: its subject in bold, and its text. */
export const slackNotice = ({ subject, body }: Notice): { readonly text: string } => ({
  text: `*${escaped(subject).replaceAll('*', '∗')}*\n${escaped(body)}`,
});
