/**
 * Places whose names do not meet by their sound, or are too short for it: one line a place, its stems in any language. The
 * first word names it.
 */
const table = `
kazakhstan kazakhstan казахстан қазақстан kazakh казахстанск
moscow moscow москв мәскеу moskv московск
`;

const names: ReadonlyMap<string, string> = new Map(
  table
    .trim()
    .split('\n')
    .flatMap((line) => {
      const [place = '', ...stems] = line.split(' ');
      return stems.map((stem) => [stem, place] as const);
    }),
);

/** The place that a stem names, or null. */
export const placeNamed = (stem: string): string | null => names.get(stem) ?? null;
