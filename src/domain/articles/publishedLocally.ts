import { minuteMs } from '../basics/time.ts';
import { zoneOffsetMinutes } from '../basics/zoneOffset.ts';
import type { Article } from './article.ts';

/** Countries whose outlets, nearly all, write by one clock. */
const zones: Readonly<Record<string, string>> = {
  ...{ kz: 'Asia/Almaty', ru: 'Europe/Moscow', kg: 'Asia/Bishkek', uz: 'Asia/Tashkent', tj: 'Asia/Dushanbe' },
  ...{ tm: 'Asia/Ashgabat', by: 'Europe/Minsk', ua: 'Europe/Kyiv', am: 'Asia/Yerevan', az: 'Asia/Baku' },
  ...{ ge: 'Asia/Tbilisi', tr: 'Europe/Istanbul', cn: 'Asia/Shanghai', jp: 'Asia/Tokyo', kr: 'Asia/Seoul' },
  ...{ in: 'Asia/Kolkata', ir: 'Asia/Tehran', de: 'Europe/Berlin', fr: 'Europe/Paris', it: 'Europe/Rome' },
  ...{ pl: 'Europe/Warsaw', uk: 'Europe/London' },
};

type Published = Pick<Article, 'publishedAt' | 'publishedOffsetMinutes' | 'outlet'>;

/**
 * When an article was published by the outlet's own clock, ISO 8601 with its offset: "on Friday" is a day there. The clock is
 * the one that the feed writes, else that of the country of the outlet's domain, else UTC. Null: nobody says when.
 */
export function publishedLocally({ publishedAt, publishedOffsetMinutes, outlet }: Published): string | null {
  if (publishedAt === null) return null;
  const minutes = publishedOffsetMinutes ?? countryMinutes(outlet.domain, publishedAt);
  if (minutes === 0) return publishedAt.toISOString();
  const local = new Date(publishedAt.getTime() + minutes * minuteMs).toISOString().slice(0, 19);
  return `${local}${minutes < 0 ? '-' : '+'}${twoDigits(Math.abs(minutes) / 60)}:${twoDigits(Math.abs(minutes) % 60)}`;
}

const twoDigits = (value: number): string => String(Math.trunc(value)).padStart(2, '0');

function countryMinutes(domain: string | null, at: Date): number {
  const zone = zones[domain?.split('.').at(-1) ?? ''];
  return zone === undefined ? 0 : (zoneOffsetMinutes(zone, at) ?? 0);
}
