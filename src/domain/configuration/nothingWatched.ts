/** Said where the store has no feed: a service that watches nothing would otherwise look like one that is well. */
export const nothingWatched = {
  says: 'Nothing is watched: the store has no feeds.',
  advice:
    'run `tocsin init` to write starter files (feeds, rules, subscribers) to CONFIG_DIR, edit them and start the service again, or apply a file with `tocsin feeds apply`',
} as const;
