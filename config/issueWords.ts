import type { z } from 'zod';
import { nearest } from '../src/domain/rules/language/nearestName.ts';

const wanted: Readonly<Record<string, string>> = {
  string: 'must be text',
  number: 'must be a number',
  int: 'must be a whole number',
  array: 'must be a list: [a, b], or lines that begin with "- "',
  object: 'must be a mapping: lines like "key: value"',
  record: 'must be a mapping: lines like "name: [term, term]"',
};

/** Zod's findings in words for people who edit YAML; undefined leaves zod's own. Messages of a shape's own go first. */
export const issueWords: z.core.$ZodErrorMap = (issue) => {
  switch (issue.code) {
    case 'invalid_type':
      if (issue.input === undefined) return 'is missing';
      return `${wanted[issue.expected] ?? `must be ${issue.expected}`}, not ${shownInput(issue.input)}${quotesHint(issue)}`;
    case 'invalid_value':
      return `must be one of ${issue.values.join(', ')}${typeof issue.input === 'string' ? `, not "${issue.input}"` : ''}`;
    case 'too_small':
      return `must be at least ${issue.minimum}`;
    case 'too_big':
      return `must be at most ${issue.maximum}`;
    default:
      return undefined;
  }
};

function shownInput(input: unknown): string {
  if (input === null) return 'empty';
  if (Array.isArray(input)) return 'a list';
  if (typeof input === 'object') return 'a mapping';
  return typeof input === 'string' ? `"${input}"` : String(input);
}

/** `name: 2022` and `name: true` are no text in YAML. */
const quotesHint = ({ expected, input }: z.core.$ZodRawIssue<z.core.$ZodIssueInvalidType>): string =>
  expected === 'string' && (typeof input === 'number' || typeof input === 'boolean')
    ? ' (put text that looks like this in quotes)'
    : '';

/** What was probably meant, where a value is one of few; or what the shape itself suggests (`params.suggestion`). */
export function meantValue(issue: z.core.$ZodIssue): string | null {
  if (issue.code === 'custom') return typeof issue.params?.suggestion === 'string' ? issue.params.suggestion : null;
  return issue.code === 'invalid_value' && typeof issue.input === 'string'
    ? nearest(issue.input, issue.values.map(String))
    : null;
}

/** `alert.on` of `rules, 0, alert, on`: what follows the last place in a list; the list's own path for one of its items. */
export function shownPath(path: readonly (string | number)[]): string {
  const lastPlace = path.findLastIndex((part) => typeof part === 'number');
  const names = path.slice(lastPlace + 1);
  return (names.length > 0 ? names : path.filter((part) => typeof part === 'string')).join('.');
}
