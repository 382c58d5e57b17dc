import { isFigure, isFullName, isHappening } from './profile.ts';

/** What two languages share is little, and chance has its part in it. */
const sameStoryAbroad = 0.25;

/** Less is needed where both tell of one kind of event, or state one figure. */
const withHappening = 0.5;
const withFigure = 0.6;

/** In its own language a report meets by its words; names and a figure in common mend only what these missed. */
const sameStoryByFigure = 0.4;

/** One key in common makes no story, nor do words for what happens without a name, or two numbers. */
const fewestShared = 2;

/** How alike in names an article and a story must be to meet, given the keys that they share; null: they never do. */
export function neededFor(keys: readonly string[], isToldInItsLanguage: boolean): number | null {
  const figures = keys.filter(isFigure).length;
  const happenings = keys.filter(isHappening).length;
  const hasName = keys.some((key) => isSingleName(key));
  if (isToldInItsLanguage) return hasName && figures > 0 ? sameStoryByFigure : null;
  if (keys.length < fewestShared || (!hasName && keys.length - happenings < fewestShared)) return null;
  return sameStoryAbroad * (happenings > 0 ? withHappening : 1) * (figures > 0 ? withFigure : 1);
}

const isSingleName = (key: string): boolean => /^[@a-z]/i.test(key) && !isFullName(key);
