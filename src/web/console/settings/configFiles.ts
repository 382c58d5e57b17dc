import type { Deed } from '../../../desk/deed.ts';
import type { Clock } from '../../../ports/clock.ts';

export type ConfigFileKind = 'rules' | 'feeds' | 'subscribers';

/** How the starter file of a kind and the store compare. */
export type FileState =
  /** There is no such file; the store alone counts. */
  | { readonly kind: 'none' }
  | { readonly kind: 'same' }
  | { readonly kind: 'differs'; readonly places: number }
  /** It cannot be read, or has errors. */
  | { readonly kind: 'faulty'; readonly message: string };

export interface FileChange {
  readonly kind: 'added' | 'changed' | 'removed';
  readonly what: string;
  readonly details: readonly string[];
}

/** What a file would change in the store, as it is at `version`. */
export interface FilePlan {
  readonly kind: 'plan';
  readonly version: string;
  readonly changes: readonly FileChange[];
  readonly notes: readonly string[];
  /** Why it needs a yes; empty: it goes ahead. */
  readonly doubts: readonly string[];
}

export interface FaultyFile {
  readonly kind: 'faulty';
  readonly findings: readonly string[];
}

export interface WantedFile {
  readonly text: string;
  /** The version that the plan was shown for. */
  readonly basedOn: string;
  /** Doubts were seen, and it is meant. */
  readonly isSure: boolean;
}

/** `stale`: the store changed since the plan was shown. `doubtful`: it needs a yes. */
export type ApplyOutcome = FaultyFile | { readonly kind: 'applied' } | { readonly kind: 'stale' | 'doubtful' };

/** One of the three things that are kept in files, too. */
export interface ConfigFile {
  readonly name: ConfigFileKind;
  readonly state: () => Promise<FileState>;
  /** The store as a file that can be applied. */
  readonly exported: () => Promise<string>;
  readonly plan: (text: string) => Promise<FilePlan | FaultyFile>;
  readonly apply: (wanted: WantedFile, deed: Deed) => Promise<ApplyOutcome>;
}

export interface FilesDeps {
  readonly files: readonly ConfigFile[];
  readonly clock: Clock;
}
