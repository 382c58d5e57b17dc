import { Hono } from 'hono';
import { streamSSE } from 'hono/streaming';
import { hourMs } from '../../../domain/basics/time.ts';
import { timeWritten } from '../../../domain/schedules/writtenTime.ts';
import type { Clock } from '../../../ports/clock.ts';
import type { DeskPulse, DeskReadings } from '../../../ports/deskReadings.ts';
import type { StoryReadings } from '../../../ports/storyPageReadings.ts';
import { doneAt } from '../../access/flash.ts';
import type { SignedIn } from '../../access/viewer.ts';
import { enteredText } from '../enteredText.ts';
import { Page } from '../page.tsx';
import { createPulseFeed } from './deskPulse.ts';
import { Desk } from './deskView.tsx';
import { HandoverPage } from './handoverPage.tsx';

export interface DeskPagesDeps {
  readonly desk: DeskReadings;
  /** Marks everything up to that change as seen by a person. */
  readonly seenUpTo: (personId: number, change: number) => Promise<void>;
  readonly readHandover: StoryReadings['handover'];
  readonly clock: Clock;
}

/** Without a time: a shift. */
const shiftMs = 8 * hourMs;
const heartbeatMs = 15_000;
/** A stream ends after a minute, and the browser asks for the next: one whose session has ended gets none. */
const beatsAStream = 4;

/** The first page, what it is told of changes by, and the mark that all of it was seen. */
export function deskPages({ desk, seenUpTo, readHandover, clock }: DeskPagesDeps): Hono<SignedIn> {
  const pages = new Hono<SignedIn>();
  const pulses = createPulseFeed(() => desk.pulse());
  pages.get('/', async (context) => {
    const { viewer } = context.var;
    const now = clock.now();
    const before = changeIn(context.req.query('before'));
    // Before the rest: what moves in between is looked for again, and never missed.
    const pulse = await desk.pulse();
    const [view, troubles] = await Promise.all([desk.desk(viewer.person.id, before, now), desk.troubles(now)]);
    const { words } = viewer;
    return context.html(
      <Page viewer={viewer} at="desk" title={words.desk.title} islands={['deskIsland']}>
        <Desk viewer={viewer} view={view} troubles={troubles} isFurther={before !== null} now={now} />
        <p
          {...{ class: 'pulse', id: 'pulse', hidden: true, 'data-pulse': JSON.stringify(pulse) }}
          {...{ 'data-live': words.desk.live, 'data-lost': words.desk.lost }}
        />
        <p class="aside" id="announcement" role="status" aria-live="polite" data-lead={words.desk.announce} />
      </Page>,
    );
  });
  pages.get('/handover', async (context) => {
    const { viewer } = context.var;
    const now = clock.now();
    const entered = enteredText(context.req.query('since'));
    const written = timeWritten(entered, viewer.person.timezone, now, 'last');
    const since = written ?? new Date(now.getTime() - shiftMs);
    const handover = await readHandover(since);
    const isWrong = entered !== '' && written === null;
    return context.html(<HandoverPage {...{ viewer, handover, since, entered, isWrong, now }} />);
  });
  pages.post('/desk/seen', async (context) => {
    const change = changeIn(String((await context.req.parseBody()).change ?? ''));
    if (change !== null) await seenUpTo(context.var.viewer.person.id, change);
    return doneAt(context, '/', context.var.viewer.words.desk.seenAll);
  });
  pages.get('/events', (context) =>
    streamSSE(context, async (stream) => {
      const inbox: { pulse: DeskPulse | null; isOver: boolean; wake: () => void } = {
        ...{ pulse: null, isOver: false },
        wake: () => undefined,
      };
      const leave = pulses.listen((pulse) => {
        inbox.pulse = pulse;
        inbox.wake();
      });
      stream.onAbort(() => {
        inbox.isOver = true;
        inbox.wake();
      });
      await stream.write('retry: 1000\n\n');
      for (let beats = 0; beats < beatsAStream && !inbox.isOver; ) {
        const { pulse } = inbox;
        inbox.pulse = null;
        if (pulse !== null) await stream.writeSSE({ event: 'pulse', data: JSON.stringify(pulse) });
        else if (
          !(await until(heartbeatMs, (ring) => {
            inbox.wake = ring;
          }))
        ) {
          beats++;
          await stream.write(': still here\n\n');
        }
      }
      leave();
    }),
  );
  return pages;
}

/** True once it is rung, false when the time is over. */
const until = (ms: number, hand: (ring: () => void) => void): Promise<boolean> =>
  new Promise((resolve) => {
    const timer = setTimeout(() => resolve(false), ms);
    hand(() => {
      clearTimeout(timer);
      resolve(true);
    });
  });

const changeIn = (text: string | undefined): number | null =>
  text !== undefined && /^\d{1,15}$/.test(text) ? Number(text) : null;
