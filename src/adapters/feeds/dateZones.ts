import { minuteMs } from '../../domain/basics/time.ts';
import { zoneOffsetMinutes } from '../../domain/basics/zoneOffset.ts';
import { zoneMinutes } from './dateNames.ts';

const signed = /^\s*(?:gmt|utc?|z)?\s*([+-])(\d{1,2})(?::?(\d\d))?(?![\d:./-])/;
const named = /^\s*(\p{L}{1,5})(?!\p{L})/u;
const bracketed = /\([^()]*\)|\[[^[\]]*\]/g;

/** What stands in brackets says a zone at most. */
export const withoutBrackets = (text: string): string => text.replaceAll(bracketed, ' ');

interface Zone {
  /** Minutes east of UTC; null where it is no zone. */
  readonly minutes: number | null;
  /** Whether the text names one; it is UTC where it does not. */
  readonly isWritten: boolean;
  /** What stands behind it. */
  readonly rest: string;
}

/** The zone at the beginning of what stands behind a time: an offset, or a name. */
export function zoneIn(text: string): Zone {
  const offset = signed.exec(text);
  if (offset !== null) {
    const [whole, sign, hours, minutes = '0'] = offset;
    const total = Number(hours) * 60 + Number(minutes);
    const isReal = total <= 14 * 60 && Number(minutes) <= 59;
    return {
      minutes: isReal ? (sign === '-' ? 0 - total : total) : null,
      isWritten: true,
      rest: text.slice(whole.length),
    };
  }
  const [whole, name] = named.exec(text) ?? [];
  const minutes = name === undefined ? null : zoneMinutes(name);
  return whole === undefined || minutes === null
    ? { minutes: 0, isWritten: false, rest: text }
    : { minutes, isWritten: true, rest: text.slice(whole.length) };
}

/** `(GMT+6)`, `[Asia/Almaty]`: what stands in brackets counts where nothing outside of them says a zone. */
export function zoneInBrackets(text: string, local: Date): number {
  const inside = (text.match(bracketed) ?? []).map((each) => each.slice(1, -1).trim());
  const minutes = inside.map((each) => (each.includes('/') ? placeMinutes(each, local) : wholeZone(each)));
  return minutes.find((each) => each !== null) ?? 0;
}

/** By the clocks of a place of the tz database (`asia/almaty`) when they show this time. */
function placeMinutes(zone: string, local: Date): number | null {
  const near = zoneOffsetMinutes(zone, local);
  return near === null ? null : zoneOffsetMinutes(zone, new Date(local.getTime() - near * minuteMs));
}

/** A single letter in brackets is a remark. */
function wholeZone(text: string): number | null {
  const { minutes, isWritten, rest } = zoneIn(text);
  return isWritten && rest === '' && text.length > 1 ? minutes : null;
}
