import { Command } from 'commander';
import { settingsFromEnvironment } from '../../config/settings.ts';
import { runDemo } from '../app/demo/runDemo.ts';

export const demoCommand = (): Command =>
  new Command('demo')
    .description(
      'Replays four days of January 2022 through the real pipeline, in under a minute, and shows what came of it.',
    )
    .option('--once', 'end after the replay instead of leaving the pages open', false)
    .action(({ once }: { once: boolean }) => runDemo(settingsFromEnvironment(), { once }));
