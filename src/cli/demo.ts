import { Command } from 'commander';
import { settingsFromEnvironment } from '../../config/settings.ts';
import { runDemo } from '../app/demo/runDemo.ts';

export const demoCommand = (): Command =>
  new Command('demo')
    .option('--once', 'exit after the replay instead of keeping the console open', false)
    .action(({ once }: { once: boolean }) => runDemo(settingsFromEnvironment(), { once }));
