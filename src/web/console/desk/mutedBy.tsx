import type { StoryMute } from '../../../domain/stories/mute.ts';
import type { Viewer } from '../../access/viewer.ts';
import { timeIn } from '../shownTime.tsx';

interface MutedProps {
  readonly viewer: Viewer;
  readonly mute: StoryMute;
  readonly now: Date;
}

/** Who muted a story, until when, and why. */
export const MutedBy = ({ viewer, mute, now }: MutedProps) => {
  const { desk } = viewer.words;
  const time = mute.end.kind === 'time' ? timeIn(viewer.person.timezone, mute.end.until, now) : '';
  return <p class="small soft">{desk.mutedBy(mute.setBy, desk.muteEnd(mute.end, time), mute.reason)}</p>;
};
