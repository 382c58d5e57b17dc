import { Command } from 'commander';
import { deliveriesListCommand } from './deliveriesList.ts';
import { deliveriesResumeCommand } from './deliveriesResume.ts';
import { deliveriesRetryCommand } from './deliveriesRetry.ts';
import { deliveriesTargetsCommand } from './deliveriesTargets.ts';

export const deliveriesCommand = (): Command =>
  new Command('deliveries')
    .addCommand(deliveriesListCommand())
    .addCommand(deliveriesRetryCommand())
    .addCommand(deliveriesTargetsCommand())
    .addCommand(deliveriesResumeCommand());
