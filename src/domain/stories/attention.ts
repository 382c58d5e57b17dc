import type { StoryMute } from './mute.ts';

export interface StoryOwner {
  /** Null: who had it is no person of this service any more, or never was one. */
  readonly id: number | null;
  readonly name: string;
  readonly since: Date;
}

/** What people have decided about a story. */
export interface StoryAttention {
  /** Counts up with each decision; 0: there was none. An edit names the one it is based on. */
  readonly version: number;
  readonly owner: StoryOwner | null;
  /** Somebody has looked at what had changed by then. */
  readonly acknowledged: { readonly by: string; readonly at: Date; readonly change: number } | null;
  /** In force. */
  readonly mute: StoryMute | null;
}

export const noAttention: StoryAttention = { version: 0, owner: null, acknowledged: null, mute: null };
