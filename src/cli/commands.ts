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
    description: 'Runs the service: polls, matches, plans, delivers, and shows the pages.',
    load: async () => (await import('./serve.ts')).serveCommand(),
  },
  {
    name: 'demo',
    description:
      'Replays four days of January 2022 through the real pipeline, in under a minute, and shows what came of it.',
    load: async () => (await import('./demo.ts')).demoCommand(),
  },
  {
    name: 'parse-feed',
    description: 'Reads feed documents and writes their articles as JSON Lines, after one line for each document.',
    load: async () => (await import('./parseFeed.ts')).parseFeedCommand(),
  },
  {
    name: 'match',
    description: 'Matches articles (JSON Lines) against a rules file.',
    load: async () => (await import('./match.ts')).matchCommand(),
  },
  {
    name: 'figures',
    description: 'Reads the casualty and deployment figures that articles (JSON Lines) state.',
    load: async () => (await import('./figures.ts')).figuresCommand(),
  },
  {
    name: 'stories',
    description:
      'Groups articles (JSON Lines, in time order) into stories; each is answered before the next is read. With a subcommand: the stories of the service.',
    load: async () => (await import('./stories.ts')).storiesCommand(),
  },
  {
    name: 'ledger',
    description:
      'Keeps the ledger of each story over articles (JSON Lines, in time order): what it says, and what moved.',
    load: async () => (await import('./ledger.ts')).ledgerCommand(),
  },
  {
    name: 'check-rules',
    description: 'Checks rules files: errors, and what is likely a mistake.',
    load: async () => (await import('./checkRules.ts')).checkRulesCommand(),
  },
  {
    name: 'rules',
    description: "The store's rules: apply a file, export, or compare.",
    load: async () => (await import('./rules.ts')).rulesCommand(),
  },
  {
    name: 'feeds',
    description: "The store's feeds: apply a file, export, or compare.",
    load: async () => (await import('./feeds.ts')).feedsCommand(),
  },
  {
    name: 'subscribers',
    description: "The store's subscribers: apply a file, export, or compare.",
    load: async () => (await import('./subscribers.ts')).subscribersCommand(),
  },
  {
    name: 'replay',
    description: 'Matches stored articles with the rules in force, and saves what earlier rules did not find.',
    load: async () => (await import('./replay.ts')).replayCommand(),
  },
  {
    name: 'release',
    description:
      'Gives back to the service what it put aside after repeated crashes, once their cause is mended: all of it, or these kinds.',
    load: async () => (await import('./release.ts')).releaseCommand(),
  },
  {
    name: 'doctor',
    description: 'Checks settings, store, queue, mail, Slack, folders and files, and says what to do about each fault.',
    load: async () => (await import('./doctor.ts')).doctorCommand(),
  },
];
