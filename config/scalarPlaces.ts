import type { Scalar } from 'yaml';

/**
 * The offset in the source of the character at `offset` of a scalar's value, through quotes, escapes and folded lines
 * (YAML 1.2 §6.5, §5.7): source and value are walked side by side.
 */
export function placeInScalar(source: string, scalar: Scalar, offset: number): number {
  const { range, type } = scalar;
  if (!range || typeof scalar.value !== 'string') return range?.[0] ?? 0;
  const value = scalar.value;
  let { at, index } = start(source, value, range[0], type);
  while (index < offset && at < range[1]) {
    const step = nextStep(source, at, value, index, type);
    if (index + step.ofValue > offset) break;
    at += step.ofSource;
    index += step.ofValue;
  }
  return at;
}

interface Step {
  readonly ofSource: number;
  readonly ofValue: number;
}

type ScalarType = Scalar['type'];

/** Behind the opening quote; of a block scalar, at its first text. */
function start(source: string, value: string, from: number, type: ScalarType): { at: number; index: number } {
  if (type === 'QUOTE_DOUBLE' || type === 'QUOTE_SINGLE') return { at: from + 1, index: 0 };
  if (type !== 'BLOCK_LITERAL' && type !== 'BLOCK_FOLDED') return { at: from, index: 0 };
  const head = source.indexOf('\n', from);
  const { ofSource, ofValue } = whitespaceStep(source, head, value, 0);
  return { at: head + ofSource, index: ofValue };
}

function nextStep(source: string, at: number, value: string, index: number, type: ScalarType): Step {
  if (type === 'QUOTE_SINGLE' && source.startsWith("''", at)) return { ofSource: 2, ofValue: 1 };
  if (type === 'QUOTE_DOUBLE' && source[at] === '\\') return escapeStep(source, at);
  return /\s/.test(source[at] ?? '') ? whitespaceStep(source, at, value, index) : { ofSource: 1, ofValue: 1 };
}

const hexDigits: Readonly<Record<string, number>> = { x: 2, u: 4, U: 8 };

function escapeStep(source: string, at: number): Step {
  const [, broken] = /^\\(\r?\n\s*)/.exec(source.slice(at)) ?? [];
  if (broken !== undefined) return { ofSource: 1 + broken.length, ofValue: 0 };
  const digits = hexDigits[source[at + 1] ?? ''] ?? 0;
  const isSurrogatePair = Number.parseInt(source.slice(at + 2, at + 2 + digits), 16) > 0xffff;
  return { ofSource: 2 + digits, ofValue: isSurrogatePair ? 2 : 1 };
}

/** A run of whitespace with a line end in it is folded, or loses its indentation; without one it stands as it is. */
function whitespaceStep(source: string, at: number, value: string, index: number): Step {
  const run = spacesAt(source, at);
  return run.includes('\n')
    ? { ofSource: run.length, ofValue: spacesAt(value, index).length }
    : { ofSource: 1, ofValue: 1 };
}

const spacesAt = (text: string, at: number): string => /^\s*/.exec(text.slice(at))?.[0] ?? '';
