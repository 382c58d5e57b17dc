import { InvalidArgumentError } from 'commander';
import { systemClock } from '../app/systemPorts.ts';
import { parseDuration } from '../domain/basics/duration.ts';
import { typedUrl } from '../domain/basics/webUrl.ts';

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

/** A duration before now, or an instant with its time zone. */
export function sinceArgument(text: string): Date {
  const seconds = parseDuration(text);
  if (seconds !== null) return new Date(systemClock.now().getTime() - seconds * 1000);
  const isInstant = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d{1,3})?)?(Z|[+-]\d\d:\d\d))?$/.test(text);
  const instant = new Date(text);
  if (!isInstant || Number.isNaN(instant.getTime()))
    throw new InvalidArgumentError(
      'expected a duration, for example 7d, or an instant with its time zone, for example 2026-11-20T00:00Z',
    );
  return instant;
}

/** `example.org` is meant as a person types it. */
export function webAddressArgument(text: string): string {
  const url = typedUrl(text);
  if (url !== null) return url.href;
  throw new InvalidArgumentError('expected an address like https://example.org/');
}
