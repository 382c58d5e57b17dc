import type { Problem } from './problem.ts';

/** The version of a thing, as it is sent back in If-Match. */
export const etagOf = (version: string | number): string => `"${version}"`;

/** The version that an edit is based on, out of If-Match; null: whatever is there (`*`). */
export function basedOn(header: string | undefined): { readonly version: string | null } | Problem {
  if (header === undefined || header.trim() === '') return versionNeeded;
  if (header.trim() === '*') return { version: null };
  const version = /^"([^"]*)"$/.exec(header.trim())?.[1];
  return version === undefined ? notOurs : { version };
}

const versionNeeded: Problem = {
  kind: 'version-needed',
  detail:
    'Send If-Match with the ETag that you got when you read it, so that nobody overwrites what they have not seen.',
  errors: [{ header: 'If-Match', detail: 'It is missing.' }],
};

/** Weak tags and lists say nothing of one version (RFC 9110 §13.1.1). */
const notOurs: Problem = {
  kind: 'malformed-request',
  detail: 'If-Match takes one ETag as you got it, in double quotes.',
  errors: [{ header: 'If-Match', detail: 'This is no ETag of ours.' }],
};

export const editedMeanwhile = (current: unknown, sent: unknown): Problem => ({
  ...{ kind: 'edited-meanwhile', current, sent },
  detail: 'It is not any more what your edit is based on. `current` is how it is now, `sent` what you wanted.',
});
