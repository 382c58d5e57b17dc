import type { FigureKind } from '../figure.ts';

/**
 * How a trigger word takes its number.
 * - `participle`: "killed", "wounded": object behind it, or subject before it, as the voice says
 * - `active`: "killing", "kills": object behind it
 * - `subject`: "died", "marched": subject before it
 * - `state`: "dead", "missing": subject before it
 * - `noun`: "deaths", "arrests": counted itself, or "deaths of two"
 * - `event`: "massacre of 80"
 * - `measure`: "toll rose to 80", "losses at 12"
 * - `free`: Russian verbs, whose subject or object stands on either side
 * - `last`: Kazakh verbs, which stand behind all they take
 */
export type Form = 'participle' | 'active' | 'subject' | 'state' | 'noun' | 'event' | 'measure' | 'free' | 'last';

export interface Trigger {
  readonly kind: FigureKind;
  readonly form: Form;
}

/**
 * What a word may be, besides a trigger.
 * - `compound`: says what is counted only with the words around it ("shot dead", "in custody")
 * - `revise`: whoever does so to a count says it
 */
export const roles = [
  'aux',
  'be',
  'preposition',
  'conjunction',
  'contrast',
  'relative',
  'adverb',
  'verb',
  'person',
  'thing',
  'unit',
  'money',
  'month',
  'weekday',
  'speech',
  'rise',
  'counter',
  'label',
  'soldier',
  'deploy',
  'future',
  'maybe',
  'deny',
  'past',
  'pronoun',
  'abbreviation',
  'age',
  'authority',
  'crowd',
  'compound',
  'revise',
] as const;

export type Role = (typeof roles)[number];

/** Of each role its bit in `Entry.roles`: one word has few, and every token is asked for many. */
export const roleBits: Readonly<Record<string, number>> = Object.fromEntries(
  roles.map((role, index) => [role, 1 << index]),
);

export interface Entry {
  roles: number;
  trigger: Trigger | null;
  /** A number word's value; of months and weekdays their number from 1 and 0 (Sunday). */
  value: number | null;
  /** How a number word joins others. */
  number: 'unit' | 'ten' | 'hundred' | 'scale' | 'vague' | 'half' | 'dozen' | null;
}

/** The words of one language, in the short form of its file: `(a|b|)` are alternatives. */
export interface LexiconSource {
  readonly triggers: readonly (readonly [kind: FigureKind, form: Form, words: string])[];
  readonly roles: Partial<Record<Role, string>>;
  readonly numbers: readonly (readonly [how: NonNullable<Entry['number']>, value: number, words: string])[];
  readonly months: readonly string[];
  /** From Sunday. */
  readonly weekdays: readonly string[];
}
