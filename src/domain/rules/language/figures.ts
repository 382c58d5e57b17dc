import { figureKinds } from '../../figures/figure.ts';
import { QueryError } from './finding.ts';
import { nearest } from './nearest.ts';

const kinds: readonly string[] = figureKinds;

/** Figure conditions are understood but cannot be kept yet: a rule that silently never holds would be worse than none. */
export function figureRefusal(kind: string, offset: number): QueryError {
  if (kinds.includes(kind)) {
    return new QueryError(
      offset,
      'figure conditions need the figures of articles, which are not read yet',
      `use words, for example (${kind} OR toll)`,
    );
  }
  const meant = nearest(kind, kinds);
  return new QueryError(offset, `"${kind}" is no kind of figure; kinds are ${kinds.join(', ')}`, meant);
}
