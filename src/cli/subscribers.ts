import type { Command } from 'commander';
import { subscribersKind } from '../app/configuration/subscribersKind.ts';
import { configCommand } from './configCommand.ts';

export const subscribersCommand = (): Command => configCommand(subscribersKind);
