/** A function of one word that keeps its last answers, `most` of them. */
export function remembered<T>(most: number, find: (word: string) => T): (word: string) => T {
  const known = new Map<string, T>();
  return (word) => {
    const kept = known.get(word);
    if (kept !== undefined) return kept;
    if (known.size >= most) known.clear();
    const found = find(word);
    known.set(word, found);
    return found;
  };
}
