import { Command, CommanderError } from 'commander';
import { SettingsError } from '../../config/settingsError.ts';
import { watchReaders } from '../app/lostReader.ts';
import { version } from '../app/userAgent.ts';
import { commands, type ListedCommand } from './commands.ts';

/** Exit codes of every command: 0 fine, 1 findings or a fault, 2 bad usage. */
const badUsage = 2;

/** Runs the command that the arguments name. Never throws: what went wrong is said on stderr and in the exit code. */
export async function run(argv: readonly string[]): Promise<void> {
  watchReaders();
  try {
    const program = await createProgram(commandIn(argv));
    await program.parseAsync([...argv]);
  } catch (error) {
    process.exitCode = exitCodeOf(error);
    const message = messageOf(error);
    if (message !== null) process.stderr.write(`tocsin: ${message}\n`);
  }
}

/** The command that the arguments name; `help NAME` names one, too. */
function commandIn(argv: readonly string[]): string | undefined {
  const [first, second] = argv.slice(2).filter((argument) => !argument.startsWith('-'));
  return first === 'help' ? second : first;
}

/** Only the named command is there in full; of the others the list of commands needs no more than name and description. */
async function createProgram(named: string | undefined): Promise<Command> {
  const program = new Command('tocsin')
    .description(
      'Polls news feeds, matches every article against watch rules, and notifies subscribers of what is new, once.',
    )
    .version(version())
    .showHelpAfterError('(tocsin --help lists the commands)')
    .exitOverride();
  for (const listed of commands) program.addCommand(inheriting(await commandOf(listed, named), program));
  return program;
}

async function commandOf({ name, description, load }: ListedCommand, named: string | undefined): Promise<Command> {
  const command = name === named ? await load() : new Command(name);
  return command.description(description);
}

/** Subcommands too: without the override, commander itself ends the process on bad usage, with exit code 1. */
function inheriting(command: Command, parent: Command): Command {
  command.copyInheritedSettings(parent);
  for (const subcommand of command.commands) inheriting(subcommand, command);
  return command;
}

function exitCodeOf(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : badUsage;
  return error instanceof SettingsError || isUnreadableFile(error) ? badUsage : 1;
}

/** A file that is not there, or no file: whoever named it can put it right. */
const isUnreadableFile = (error: unknown): boolean =>
  error instanceof Error &&
  'code' in error &&
  ['ENOENT', 'ENOTDIR', 'EISDIR', 'EACCES'].includes(String(error.code)) &&
  'syscall' in error &&
  ['open', 'read'].includes(String(error.syscall));

/** Commander has said its own errors already; all others are said here, with their cause and without a stack. */
function messageOf(error: unknown): string | null {
  if (error instanceof CommanderError) return null;
  return error instanceof Error ? error.message : String(error);
}
