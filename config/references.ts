import type { ResolveReference } from '../src/domain/basics/resolveReference.ts';
import { isSettingName } from './settingNames.ts';
import type { Environment } from './settings.ts';

const pattern = /^env:([A-Za-z_][A-Za-z0-9_]*)$/;

/** The one setting of ours that a channel may name: all others would let a file send our secrets to its own address. */
const sharedSetting = 'SLACK_WEBHOOK_URL';

/**
 * Why a file may not use this reference, or null. What is no reference may be a secret and is not repeated. `shared`: the setting of ours
 * that it may name; null: none.
 */
export function refusedReference(reference: string, shared: string | null = sharedSetting): string | null {
  const name = pattern.exec(reference)?.[1];
  if (name === undefined)
    return 'this is not a reference: write env:NAME with the name of an environment variable (what stands here is not shown: it may be a secret)';
  if (name !== shared && isSettingName(name))
    return `${reference} names one of Tocsin’s own settings; use a separate variable`;
  return null;
}

/**
 * Looks references up in the environment, each time they are used: a rotated secret needs no restart of the files.
 * @internal exported for its tests
 */
export const referencesOf =
  (env: Environment): ResolveReference =>
  (reference) => {
    const refusal = refusedReference(reference);
    if (refusal !== null) return { ok: false, message: refusal };
    const name = reference.slice('env:'.length);
    const value = env[name];
    if (value === undefined || value === '')
      return { ok: false, message: `${name} is not set in the service's environment` };
    return { ok: true, value };
  };

export const environmentReferences = (): ResolveReference => referencesOf(process.env);
