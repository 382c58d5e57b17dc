import { Command } from 'commander';
import { resumeTarget } from '../desk/deliveries/resumeTarget.ts';
import { waitingWords } from '../domain/basics/wording.ts';
import { idArgument } from './arguments.ts';
import { commandDeed } from './commandDeed.ts';
import { deliveryDeedsOn } from './deliveryDeedsOn.ts';
import { onStore } from './onStore.ts';

export const deliveriesResumeCommand = (): Command =>
  new Command('resume')
    .description('Gives a target back that was switched off or is held, with what waits for it.')
    .argument('<target>', 'its number; `deliveries targets` lists it', idArgument)
    .action(resume);

const resume = (id: number, _options: unknown, command: Command): Promise<void> =>
  onStore(async (db) => {
    const outcome = await resumeTarget(deliveryDeedsOn(db), commandDeed({ by: undefined, why: '' }), id);
    if (outcome.kind === 'not stopped') return command.error(`error: no target ${id} is switched off or held`);
    process.stdout.write(
      `The target is on again. ${waitingWords(outcome.target.waiting)} for it; the service sends them within seconds.\n`,
    );
  });
