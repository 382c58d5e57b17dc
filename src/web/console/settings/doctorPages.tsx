import { Hono } from 'hono';
import type { Clock } from '../../../ports/clock.ts';
import { mayEdit, type SignedIn, type Viewer } from '../../access/viewer.ts';
import { PostForm } from '../form.tsx';
import { Time } from '../shownTime.tsx';
import { SettingsFrame } from './settingsFrame.tsx';

/** What a check found; without secrets. */
export interface DoctorFinding {
  readonly name: string;
  readonly state: 'ok' | 'warning' | 'fault';
  readonly message: string;
  /** What to do about it. */
  readonly advice: string | null;
}

export interface DoctorRun {
  readonly at: Date;
  readonly findings: readonly DoctorFinding[];
}

export interface DoctorDeps {
  readonly clock: Clock;
  readonly examine: () => Promise<readonly DoctorFinding[]>;
}

const patienceMs = 20_000;

/** Runs the checks when somebody asks for it, once at a time, and keeps what was found last. */
export function doctorPages({ clock, examine }: DoctorDeps): Hono<SignedIn> {
  const pages = new Hono<SignedIn>();
  let last: DoctorRun | null = null;
  let running: Promise<void> | null = null;
  const run = async () => {
    last = { at: clock.now(), findings: await examine() };
  };
  pages.get('/settings/doctor', (context) =>
    context.html(<DoctorPage viewer={context.var.viewer} run={last} isRunning={running !== null} now={clock.now()} />),
  );
  pages.post('/settings/doctor', async (context) => {
    running ??= run().finally(() => {
      running = null;
    });
    await Promise.race([running, new Promise((resolve) => setTimeout(resolve, patienceMs).unref())]);
    return context.redirect('/settings/doctor', 303);
  });
  return pages;
}

interface DoctorProps {
  readonly viewer: Viewer;
  readonly run: DoctorRun | null;
  readonly isRunning: boolean;
  readonly now: Date;
}

const DoctorPage = ({ viewer, run, isRunning, now }: DoctorProps) => {
  const words = viewer.words.settings.doctor;
  const of = (state: DoctorFinding['state']) => run?.findings.filter((each) => each.state === state) ?? [];
  const [faults, warnings, fine] = [of('fault'), of('warning'), of('ok')];
  return (
    <SettingsFrame viewer={viewer} at="doctor">
      <p class="soft">{words.lead}</p>
      {mayEdit(viewer) ? (
        <PostForm viewer={viewer} action="/settings/doctor">
          <button type="submit" class="primary">
            {words.button}
          </button>
        </PostForm>
      ) : null}
      {isRunning ? <p role="status">{words.running}</p> : null}
      {run === null ? (
        <p class="empty">{words.empty}</p>
      ) : (
        <>
          <p class="after">
            <strong class={faults.length > 0 ? 'bad' : undefined}>
              {words.counts(faults.length, warnings.length)}
            </strong>{' '}
            <span class="soft">
              {words.checkedAt} <Time {...{ viewer, now }} at={run.at} />
            </span>
          </p>
          <Findings {...{ viewer }} findings={[...faults, ...warnings]} />
          {fine.length === 0 ? null : (
            <details open={faults.length + warnings.length === 0}>
              <summary>
                {words.fine} ({fine.length})
              </summary>
              <Findings {...{ viewer }} findings={fine} />
            </details>
          )}
        </>
      )}
    </SettingsFrame>
  );
};

const tone = { ok: 'good', warning: 'late', fault: 'bad' } as const;

const Findings = ({ viewer, findings }: { readonly viewer: Viewer; readonly findings: readonly DoctorFinding[] }) => (
  <ul class="rows">
    {findings.map(({ name, state, message, advice }) => (
      <li>
        <span class={tone[state]}>{viewer.words.settings.doctor.state[state]}</span> <strong>{name}</strong>: {message}
        {advice === null ? null : <div class="soft">→ {advice}</div>}
      </li>
    ))}
  </ul>
);
