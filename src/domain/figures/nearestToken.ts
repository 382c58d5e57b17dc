/** The one of them that stands closest to token `near`; the first of two that are as close. */
export function nearest<T extends { readonly at: number }>(found: readonly T[], near: number): T | null {
  let best: T | null = null;
  for (const each of found) if (best === null || Math.abs(each.at - near) < Math.abs(best.at - near)) best = each;
  return best;
}
