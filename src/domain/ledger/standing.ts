import { compareRanks, isSameAuthority } from './authority.ts';
import type { Claim } from './claim.ts';

/** The claims that count: nobody who may has denied them. A denial itself claims nothing. */
export function standing(claims: readonly Claim[]): readonly Claim[] {
  const denials = claims.filter(({ isDenial }) => isDenial);
  if (denials.length === 0) return claims;
  return claims.filter((claim) => !claim.isDenial && !denials.some((denial) => takesBack(denial, claim)));
}

/**
 * A count is gone when whoever said it, or a better source, denies it, or when it is said to have been a mistake. Who prints
 * it again afterwards passes on what is gone; only an official word can bring it back.
 */
function takesBack(denial: Claim, claim: Claim): boolean {
  if (denial.kind !== claim.kind || denial.min !== claim.min) return false;
  // What the desk has struck out no later report of the same authority brings back, nor does it strike out what the desk states.
  if (denial.editId !== undefined)
    return claim.editId === undefined && denial.max === claim.max && isSameAuthority(denial.authority, claim.authority);
  const isEarlier = claim.asOf.getTime() <= denial.asOf.getTime();
  if (!isEarlier && claim.authority.rank === 'official') return false;
  const isNamed = denial.authority.key !== '';
  const maySay = isNamed && compareRanks(denial.authority, claim.authority) > 0;
  return denial.isCorrection || maySay || (isNamed && isSameAuthority(denial.authority, claim.authority));
}
