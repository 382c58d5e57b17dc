const jitterShare = 0.1;

/** Up to a tenth longer, by a `fraction` in [0, 1): feeds that started, or failed, together come apart. */
export const jittered = (seconds: number, fraction: number): number => seconds * (1 + jitterShare * fraction);
