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
 * What a word may be besides a trigger, each a bit of `Entry.roles`: one word has few, and every token is asked for many.
 * - `compound`: says what is counted only with the words around it ("shot dead", "in custody")
 * - `revise`: whoever does so to a count says it
 * - `report`: what is told, and may be denied
 */
export const roles = {
  aux: 1 << 0,
  be: 1 << 1,
  preposition: 1 << 2,
  conjunction: 1 << 3,
  contrast: 1 << 4,
  relative: 1 << 5,
  adverb: 1 << 6,
  verb: 1 << 7,
  person: 1 << 8,
  thing: 1 << 9,
  unit: 1 << 10,
  money: 1 << 11,
  month: 1 << 12,
  weekday: 1 << 13,
  speech: 1 << 14,
  rise: 1 << 15,
  counter: 1 << 16,
  label: 1 << 17,
  soldier: 1 << 18,
  deploy: 1 << 19,
  future: 1 << 20,
  maybe: 1 << 21,
  deny: 1 << 22,
  pronoun: 1 << 23,
  abbreviation: 1 << 24,
  age: 1 << 25,
  crowd: 1 << 26,
  compound: 1 << 27,
  revise: 1 << 28,
  report: 1 << 29,
} as const;

export interface Entry {
  /** The sum of its roles. */
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
  /** What a noun that names persons, things or units may end in besides: forms that no text has do no harm. */
  readonly nounEndings?: string;
  readonly roles: Partial<Record<keyof typeof roles, string>>;
  readonly numbers: readonly (readonly [how: NonNullable<Entry['number']>, value: number, words: string])[];
  readonly months: readonly string[];
  /** From Sunday. */
  readonly weekdays: readonly string[];
}
