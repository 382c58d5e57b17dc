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
  while (at < range[1]) {
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
  if (!isBlock(type)) return { at: from, index: 0 };
  const head = source.indexOf('\n', from);
  const { ofSource, ofValue } = whitespaceStep(source, head, value, 0, type);
  return { at: head + ofSource, index: ofValue };
}

function nextStep(source: string, at: number, value: string, index: number, type: ScalarType): Step {
  if (type === 'QUOTE_SINGLE' && source.startsWith("''", at)) return { ofSource: 2, ofValue: 1 };
  if (type === 'QUOTE_DOUBLE' && source[at] === '\\') return escapeStep(source, at);
  return /\s/.test(source[at] ?? '') ? whitespaceStep(source, at, value, index, type) : { ofSource: 1, ofValue: 1 };
}

const hexDigits: Readonly<Record<string, number>> = { x: 2, u: 4, U: 8 };

function escapeStep(source: string, at: number): Step {
  const [, broken] = /^\\(\r?\n\s*)/.exec(source.slice(at)) ?? [];
  if (broken !== undefined) return { ofSource: 1 + broken.length, ofValue: 0 };
  const digits = hexDigits[source[at + 1] ?? ''] ?? 0;
  const isSurrogatePair = Number.parseInt(source.slice(at + 2, at + 2 + digits), 16) > 0xffff;
  return { ofSource: 2 + digits, ofValue: isSurrogatePair ? 2 : 1 };
}

/**
 * Whitespace without a line end stands as it is. With line ends in it, flow text is folded: one becomes a space, of
 * several the first is dropped. Block text loses its indentation there.
 */
function whitespaceStep(source: string, at: number, value: string, index: number, type: ScalarType): Step {
  const run = spacesAt(source, at);
  const lineEnds = run.split('\n').length - 1;
  if (lineEnds === 0) return { ofSource: 1, ofValue: 1 };
  return { ofSource: run.length, ofValue: isBlock(type) ? spacesAt(value, index).length : Math.max(1, lineEnds - 1) };
}

const isBlock = (type: ScalarType): boolean => type === 'BLOCK_LITERAL' || type === 'BLOCK_FOLDED';

const spacesAt = (text: string, at: number): string => /^\s*/.exec(text.slice(at))?.[0] ?? '';
