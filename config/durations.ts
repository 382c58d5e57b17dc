import { z } from 'zod';
import { parseDuration } from '../src/domain/basics/duration.ts';

/** A duration in a file, as seconds. */
export const durationShape = z.string().transform((text, context) => {
  const seconds = parseDuration(text);
  if (seconds !== null) return seconds;
  context.addIssue({ code: 'custom', message: `"${text}" is not a duration; write 90s, 5m, 2h or 1d` });
  return z.NEVER;
});
