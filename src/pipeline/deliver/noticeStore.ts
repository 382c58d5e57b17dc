import type { Notice } from '../../domain/notices/notice.ts';
import type { Lease, LeaseKeeper } from '../../ports/lease.ts';
import type { DeliverySettlement } from './deliverStore.ts';

export interface ClaimedNotice {
  readonly lease: Lease;
  /** UUID; the same at every attempt. */
  readonly messageId: string;
  /** 1 for the first. */
  readonly attempt: number;
  readonly notice: Notice;
}

export interface NoticeStore extends LeaseKeeper {
  /** One notice whose time has come, or null. */
  claimNextNotice(now: Date): Promise<ClaimedNotice | null>;
  /** False when the lease was lost. */
  settleNotice(lease: Lease, settlement: DeliverySettlement, now: Date): Promise<boolean>;
}
