import { isFigure, isFullName, isHappening } from './profile.ts';

/** What two languages share is little, and chance has its part in it. */
const sameStoryAbroad = 0.25;

/** Less is needed where both tell of one kind of event, or state one figure. */
const withHappening = 0.5;
const withFigure = 0.6;

/** In its own language a report meets by its words; names and a figure in common mend only what these missed. */
const sameStoryByFigure = 0.4;

/** One name in common makes no story, unless with a kind of event or a figure; those alone make none. */
const fewestShared = 2;

/** How alike in names an article and a story must be to meet, given the keys that they share; null: they never do. */
export function neededFor(keys: readonly string[], isToldInItsLanguage: boolean): number | null {
  const figures = keys.filter(isFigure).length;
  const happenings = keys.filter(isHappening).length;
  const named = namesIn(keys);
  if (isToldInItsLanguage) return named > 0 && figures > 0 ? sameStoryByFigure : null;
  const numbers = keys.filter((key) => /^\d/.test(key)).length;
  if (named + numbers < fewestShared && (named < 1 || happenings + figures < 1)) return null;
  if (named < 1) return sameStoryAbroad;
  return sameStoryAbroad * (happenings > 0 ? withHappening : 1) * (figures > 0 ? withFigure : 1);
}

/** How many are named; two names in a row are one: three in common may be one president. */
const namesIn = (keys: readonly string[]): number => {
  const names = keys.filter((key) => /^[@a-z]/i.test(key));
  const pairs = names.filter(isFullName).length;
  return names.length - 2 * pairs;
};
