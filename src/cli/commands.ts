import type { Command } from 'commander';

export interface ListedCommand {
  readonly name: string;
  readonly description: string;
  /** Reads the command's code: only the command that is run costs its start-up time, and one that is broken breaks no other. */
  readonly load: () => Promise<Command>;
}

/** Every command, in the order in which `tocsin --help` lists them. */
export const commands: readonly ListedCommand[] = [
  {
    name: 'init',
    description: 'Writes starter files (feeds, rules, subscribers) to a folder; overwrites nothing.',
    load: async () => (await import('./init.ts')).initCommand(),
  },
  {
    name: 'serve',
    description: 'Runs the service: polls, matches, plans, delivers and serves the console.',
    load: async () => (await import('./serve.ts')).serveCommand(),
  },
  {
    name: 'health',
    description:
      'Says whether the service is running here, for supervisors: the exit code is 0 when each of its processes responds.',
    load: async () => (await import('./health.ts')).healthCommand(),
  },
  {
    name: 'demo',
    description: 'Replays four days of January 2022 through the real pipeline in under a minute and shows the results.',
    load: async () => (await import('./demo.ts')).demoCommand(),
  },
  {
    name: 'parse-feed',
    description: 'Reads feed documents and writes their articles as JSON Lines, after a line about each document.',
    load: async () => (await import('./parseFeed.ts')).parseFeedCommand(),
  },
  {
    name: 'match',
    description: 'Matches articles (JSON Lines) against a rules file.',
    load: async () => (await import('./match.ts')).matchCommand(),
  },
  {
    name: 'figures',
    description: 'Extracts the casualty and deployment figures that articles (JSON Lines) state.',
    load: async () => (await import('./figures.ts')).figuresCommand(),
  },
  {
    name: 'stories',
    description:
      'Groups articles (JSON Lines, in time order) into stories, writing each result before it reads the next article. The subcommands work on the stories of the service.',
    load: async () => (await import('./stories.ts')).storiesCommand(),
  },
  {
    name: 'ledger',
    description:
      'Keeps a ledger for each story in articles (JSON Lines, in time order): what it states, and what changed.',
    load: async () => (await import('./ledger.ts')).ledgerCommand(),
  },
  {
    name: 'check-rules',
    description: 'Checks rules files for errors and likely mistakes.',
    load: async () => (await import('./checkRules.ts')).checkRulesCommand(),
  },
  {
    name: 'rules',
    description: "Applies, exports, compares, previews and restores the store's rules.",
    load: async () => (await import('./rules.ts')).rulesCommand(),
  },
  {
    name: 'feeds',
    description: "Applies, exports, compares and imports the store's feeds, and discovers the feeds of a site.",
    load: async () => (await import('./feeds.ts')).feedsCommand(),
  },
  {
    name: 'subscribers',
    description: "Applies, exports and compares the store's subscribers.",
    load: async () => (await import('./subscribers.ts')).subscribersCommand(),
  },
  {
    name: 'deliveries',
    description: 'Lists deliveries, sends again what failed or is held, and gives back targets that were switched off.',
    load: async () => (await import('./deliveries.ts')).deliveriesCommand(),
  },
  {
    name: 'explain',
    description: 'Says why somebody was notified of an article, or why not, and why a query matches it, or why not.',
    load: async () => (await import('./explain.ts')).explainCommand(),
  },
  {
    name: 'replay',
    description: 'Matches stored articles against the rules in force and saves what earlier rules did not find.',
    load: async () => (await import('./replay.ts')).replayCommand(),
  },
  {
    name: 'release',
    description:
      'Releases what was quarantined after repeated crashes, once you have fixed the cause: everything, or only the kinds you name.',
    load: async () => (await import('./release.ts')).releaseCommand(),
  },
  {
    name: 'users',
    description: 'Lists, adds and disables people who may sign in, and makes links for new passwords.',
    load: async () => (await import('./users.ts')).usersCommand(),
  },
  {
    name: 'mcp',
    description: 'Serves tools that read to a model, by the Model Context Protocol on stdin and stdout.',
    load: async () => (await import('./mcp.ts')).mcpCommand(),
  },
  {
    name: 'backup',
    description: 'Writes all that the store holds to one file, while the service works.',
    load: async () => (await import('./backup.ts')).backupCommand(),
  },
  {
    name: 'restore',
    description: 'Fills an empty store from a file that `tocsin backup` wrote: all of it, or nothing.',
    load: async () => (await import('./restore.ts')).restoreCommand(),
  },
  {
    name: 'doctor',
    description: 'Checks settings, store, queue, mail, Slack, folders and files, and says how to fix each fault.',
    load: async () => (await import('./doctor.ts')).doctorCommand(),
  },
];
