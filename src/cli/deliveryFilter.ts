import { type Command, InvalidArgumentError } from 'commander';
import { type DeliveryFilter, type ListedState, listedStates } from '../domain/deliveries/deliveryFilter.ts';
import { channelNames, isChannelName } from '../domain/digests/channels.ts';
import type { ChannelName } from '../domain/digests/subscription.ts';
import { sinceArgument } from './arguments.ts';

export interface FilterOptions {
  readonly state?: readonly ListedState[];
  readonly since: Date;
  readonly channel?: ChannelName;
}

/** The options that say which deliveries are meant; the same for all subcommands, so that `list` shows what `retry` would take. */
export const withFilter = (command: Command, states: string): Command =>
  command
    .option('--state <states>', `of ${listedStates.join(', ')}; several with commas (default: ${states})`, readStates)
    .option(
      '--since <when>',
      'of messages made since then: a duration before now (12h) or an instant (2026-11-20T00:00Z)',
      sinceArgument,
      sinceArgument('7d'),
    )
    .option('--channel <channel>', `of ${channelNames.join(', ')} (default: all)`, readChannel);

export const filterOf = (
  { state, since, channel }: FilterOptions,
  states: readonly ListedState[] | null,
): DeliveryFilter => ({ states: state ?? states, since, channel: channel ?? null });

function readStates(text: string): readonly ListedState[] {
  return text.split(',').map((name) => {
    const state = listedStates.find((each) => each === name.trim());
    if (state === undefined) throw new InvalidArgumentError(`expected one of ${listedStates.join(', ')}`);
    return state;
  });
}

function readChannel(text: string): ChannelName {
  if (!isChannelName(text)) throw new InvalidArgumentError(`expected one of ${channelNames.join(', ')}`);
  return text;
}
