import { Command } from 'commander';
import { settingsFromEnvironment } from '../../config/settings.ts';
import { runDemo } from '../app/demo/runDemo.ts';

export const demoCommand = (): Command =>
  new Command('demo')
    .option('--once', 'end after the replay instead of leaving the pages open', false)
    .action(({ once }: { once: boolean }) => runDemo(settingsFromEnvironment(), { once }));
