import { InvalidArgumentError } from 'commander';

/** The number of something in the store. */
export function idArgument(text: string): number {
  if (!/^[1-9]\d{0,14}$/.test(text)) throw new InvalidArgumentError('a number is expected');
  return Number(text);
}

/** A whole number from 1 on. */
export function countArgument(text: string): number {
  if (!/^[1-9]\d{0,5}$/.test(text)) throw new InvalidArgumentError('a whole number from 1 on is expected');
  return Number(text);
}
