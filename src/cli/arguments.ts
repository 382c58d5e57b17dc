import { InvalidArgumentError } from 'commander';

/** The number of something in the store. */
export function idArgument(text: string): number {
  if (!/^[1-9]\d{0,14}$/.test(text)) throw new InvalidArgumentError('expected a number');
  return Number(text);
}

/** A whole number from 1 on. */
export function countArgument(text: string): number {
  if (!/^[1-9]\d{0,5}$/.test(text)) throw new InvalidArgumentError('expected a whole number, at least 1');
  return Number(text);
}
