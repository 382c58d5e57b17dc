import { hourMs } from '../../basics/time.ts';

export const hoursInWeek = 168;

/** 0 is Monday, 00:00 to 01:00 UTC. The epoch began on a Thursday. */
export const hourOfWeek = (timeMs: number): number => (((Math.floor(timeMs / hourMs) + 72) % 168) + 168) % 168;

export const hourStart = (at: Date): Date => new Date(Math.floor(at.getTime() / hourMs) * hourMs);
