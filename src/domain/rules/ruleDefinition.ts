import type { AlertPolicy, Concepts } from './rule.ts';

/** A watch rule as ops write it. */
export interface RuleDefinition {
  readonly id: string;
  readonly name: string;
  readonly query: string;
  readonly owner: string | null;
  readonly alert: AlertPolicy;
  /** The owner is notified when a smaller share than this of its sources can see; absent: a half. */
  readonly blindBelow?: number;
}

export const defaultBlindBelow = 0.5;

export interface RuleDefinitions {
  readonly concepts: Concepts;
  readonly rules: readonly RuleDefinition[];
}
