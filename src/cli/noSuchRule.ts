import { nearest } from '../domain/rules/language/nearestName.ts';

export const noSuchRule = (ruleId: string, ids: readonly string[]): string => neverWas(ruleId, nearest(ruleId, ids));

/** `meant`: the rule that was probably meant. */
export const neverWas = (ruleId: string, meant: string | null): string =>
  `there has never been a rule ${ruleId}${meant === null ? '' : `; did you mean ${meant}?`}`;
