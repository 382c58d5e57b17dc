import type { FileFinding } from '../../../config/yamlFile.ts';
import type { ConfigFileName } from '../../adapters/store/configImports.ts';
import type { Database } from '../../adapters/store/database.ts';
import type { Authorship } from '../../adapters/store/ruleBook.ts';

/** A line of a plan: what is added, changed or removed, with details below it. */
export interface PlannedChange {
  readonly kind: 'added' | 'changed' | 'removed';
  readonly what: string;
  readonly details: readonly string[];
}

/** What a file of this kind asks for, or why it can't be had. */
export interface WantedState<T> {
  /** Null when there are errors. */
  readonly value: T | null;
  readonly findings: readonly FileFinding[];
}

/** One of the three things that ops keep in files: rules, feeds, subscribers. All of them are applied, shown and compared alike. */
export interface ConfigKind<T> {
  readonly name: ConfigFileName;
  read(text: string, file: string): WantedState<T>;
  /** Errors that only the store can know: a subscription to a rule that is not there. */
  refusals(db: Database, wanted: T): Promise<readonly string[]>;
  current(db: Database): Promise<T>;
  changes(current: T, wanted: T): readonly PlannedChange[];
  apply(db: Database, wanted: T, authorship: Authorship): Promise<void>;
  /** The file that `read` reads as this. */
  toYaml(state: T): string;
}
