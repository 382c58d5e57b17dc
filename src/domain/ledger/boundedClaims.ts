import { figureKinds } from '../figures/figure.ts';
import type { Claim } from './claim.ts';
import { standing } from './standing.ts';
import { turningPoints } from './turningPoints.ts';

/** Claims of a kind that are kept. */
const mostClaims = 200;

/** As many claims as a ledger keeps: those that only repeat go first, the oldest of them before the others, the headline never. */
export const boundedClaims = (claims: readonly Claim[]): readonly Claim[] =>
  figureKinds.flatMap((kind) => bounded(claims.filter((claim) => claim.kind === kind)));

function bounded(claims: readonly Claim[]): readonly Claim[] {
  const tooMany = claims.length - mostClaims;
  if (tooMany <= 0) return claims;
  const turns = turningPoints(standing(claims));
  const rest = claims.filter((claim) => !turns.includes(claim) && !claim.isDenial);
  const [repeated, others] = [rest.filter((claim) => standsBetween(claim, claims)), rest];
  const dropped = new Set([...new Set([...repeated, ...others, ...turns.slice(0, -1)])].slice(0, tooMany));
  return claims.filter((claim) => !dropped.has(claim));
}

/** The first and the last time that an authority says a count tell all that the others do. */
function standsBetween(claim: Claim, claims: readonly Claim[]): boolean {
  const same = claims.filter(
    ({ authority, min, max, isCorrection, isDenial }) =>
      !isDenial &&
      authority.key === claim.authority.key &&
      min === claim.min &&
      max === claim.max &&
      isCorrection === claim.isCorrection,
  );
  return same[0] !== claim && same.at(-1) !== claim;
}
