import { closest, distance } from 'fastest-levenshtein';
import { settingShapes } from './settingShapes.ts';
import type { Environment } from './settings.ts';

const names: readonly string[] = Object.keys(settingShapes);

/** Whether the name is one of our own settings, in whatever case: Windows does not tell cases apart. */
export const isSettingName = (name: string): boolean => names.includes(name.toUpperCase());

export interface MistypedSetting {
  readonly given: string;
  readonly meant: string;
}

/**
 * Names that are nearly ours: their values are ignored, and the default would apply in silence.
 * @internal exported for its tests
 */
export function mistypedSettings(env: Environment): readonly MistypedSetting[] {
  return Object.keys(env)
    .filter((given) => given.length > 5 && !names.includes(given))
    .map((given) => ({ given, meant: closest(given.toUpperCase(), [...names]) }))
    .filter(({ given, meant }) => isNearly(given.toUpperCase(), meant));
}

/** A longer name that begins with ours (`SLACK_WEBHOOK_URL_2`) was chosen on purpose. */
const isNearly = (given: string, meant: string): boolean =>
  distance(given, meant) <= 2 && (given === meant || !given.startsWith(meant));

export const mistypedInEnvironment = (): readonly MistypedSetting[] => mistypedSettings(process.env);
