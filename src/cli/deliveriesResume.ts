import { Command } from 'commander';
import { resumeTarget } from '../adapters/store/deliver/givenBack.ts';
import { systemClock } from '../app/systemPorts.ts';
import { waitingWords } from '../domain/basics/wording.ts';
import { idArgument } from './arguments.ts';
import { onStore } from './onStore.ts';

export const deliveriesResumeCommand = (): Command =>
  new Command('resume')
    .description('Gives a target back that was switched off or is held, with what waits for it.')
    .argument('<target>', 'its number; `deliveries targets` lists it', idArgument)
    .action(resume);

const resume = (id: number, _options: unknown, command: Command): Promise<void> =>
  onStore(async (db) => {
    const waiting = await resumeTarget(db, id, systemClock.now());
    if (waiting === null) return command.error(`error: no target ${id} is switched off or held`);
    process.stdout.write(
      `The target is on again. ${waitingWords(waiting)} for it; the service sends them within seconds.\n`,
    );
  });
