import type { Command } from 'commander';
import { feedsKind } from '../app/configuration/feedsKind.ts';
import { configCommand } from './configCommand.ts';
import { feedsAddCommand } from './feedsAdd.ts';
import { feedsDiscoverCommand } from './feedsDiscover.ts';
import { feedsImportCommand } from './feedsImport.ts';

export const feedsCommand = (): Command =>
  configCommand(feedsKind)
    .addCommand(feedsAddCommand())
    .addCommand(feedsImportCommand())
    .addCommand(feedsDiscoverCommand());
