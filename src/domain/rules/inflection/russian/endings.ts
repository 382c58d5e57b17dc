/** A table of endings from its text; `0` is the empty one. */
export const endings = (text: string): readonly string[] =>
  text.split(' ').map((ending) => (ending === '0' ? '' : ending));

/** The stem with each ending; a stem of one letter is none. */
export const withEndings = (stem: string, list: readonly string[]): readonly string[] =>
  stem.length < 2 ? [] : list.map((ending) => stem + ending);
