import type { Notice } from '../domain/notices/notice.ts';
import type { SendOutcome } from './channel.ts';

/** Sends a notice by its channel. `messageId` is a UUID that does not change from attempt to attempt. */
export type SendNotice = (notice: Notice, messageId: string, signal: AbortSignal) => Promise<SendOutcome>;
