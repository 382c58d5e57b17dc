import { randomUUID } from 'node:crypto';
import type { Clock } from '../ports/clock.ts';
import type { Random } from '../ports/random.ts';

export const systemClock: Clock = { now: () => new Date() };

export const systemRandom: Random = { uuid: () => randomUUID(), fraction: () => Math.random() };
