import type { Command } from 'commander';
import { rulesKind } from '../app/configuration/rulesKind.ts';
import { configCommand } from './configCommand.ts';

export const rulesCommand = (): Command => configCommand(rulesKind);
