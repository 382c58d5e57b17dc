import type { Notice } from '../domain/notices/notice.ts';
import type { SendOutcome } from './channel.ts';

/** Sends a notice as a mail. `messageId` is a UUID that does not change from attempt to attempt. */
export type SendNotice = (notice: Notice, messageId: string) => Promise<SendOutcome>;
