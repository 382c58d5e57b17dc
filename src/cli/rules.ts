import type { Command } from 'commander';
import { rulesKind } from '../app/configuration/rulesKind.ts';
import { configCommand } from './configCommand.ts';
import { rulesHistoryCommand } from './rulesHistory.ts';
import { rulesPauseCommand } from './rulesPause.ts';
import { rulesPreviewCommand } from './rulesPreview.ts';
import { rulesRestoreCommand } from './rulesRestore.ts';
import { rulesShowCommand } from './rulesShow.ts';

export const rulesCommand = (): Command =>
  configCommand(rulesKind)
    .addCommand(rulesHistoryCommand())
    .addCommand(rulesShowCommand())
    .addCommand(rulesRestoreCommand())
    .addCommand(rulesPreviewCommand())
    .addCommand(rulesPauseCommand());
