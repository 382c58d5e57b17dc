import type { FileFinding } from '../../../config/yamlFile.ts';
import type { Authorship } from '../../adapters/store/rules/ruleStore.ts';
import type { ConfigFileName } from '../../adapters/store/shared/configImports.ts';
import type { Transactional } from '../../adapters/store/transactional.ts';
import type { Inventory } from '../../domain/configuration/removals.ts';

/** A line of a plan: what is added, changed or removed, with details below it. */
export interface PlannedChange {
  readonly kind: 'added' | 'changed' | 'removed';
  readonly what: string;
  readonly details: readonly string[];
}

/** What a file asks for, or why it can't be had. */
export interface WantedState<T> {
  /** Null when there are errors. */
  readonly value: T | null;
  readonly findings: readonly FileFinding[];
}

/** One of the three things that ops keep in files: rules, feeds, subscribers. All of them are applied, shown and compared alike. */
export interface ConfigKind<T> {
  readonly name: ConfigFileName;
  /** Whether the store keeps who changed it, and why. */
  readonly keepsAuthors: boolean;
  /** What a version of it is called: sets are numbered and kept, other versions only name a state. */
  readonly versionWord: 'set' | 'version';
  /** Asks the store where only that knows: whether a rule that is subscribed to is there. */
  read(db: Transactional, text: string, file: string): Promise<WantedState<T>>;
  current(db: Transactional): Promise<T>;
  /** Of the current state: another one after every change. */
  version(db: Transactional, current: T): Promise<string>;
  changes(current: T, wanted: T): readonly PlannedChange[];
  /** All that is in it, by the names that its changes have. */
  inventory(state: T): Inventory;
  /** What else to know before applying this. */
  notes(db: Transactional, wanted: T, now: Date): Promise<readonly string[]>;
  /** Of the notes, those that a start gives, too, when it imports its file: who stays out whatever the file says. */
  staysOut?(db: Transactional, wanted: T): Promise<readonly string[]>;
  apply(db: Transactional, wanted: T, authorship: Authorship): Promise<void>;
  /** The file that `read` reads as this. */
  toYaml(state: T): string;
  /** The same for other programs, where they have a form for it. */
  toOpml?(state: T): string;
}
