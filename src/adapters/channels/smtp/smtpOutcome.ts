import type { SendOutcome } from '../../../ports/channel.ts';
import type { SmtpFailure } from './smtpFailure.ts';
import { type SmtpBlame, smtpVerdict } from './smtpVerdict.ts';

/**
 * What a failed sending means. `takesOthers`: the server last took a message for somebody else, so what it refuses now is no
 * refusal of us.
 */
export function smtpOutcome(failure: SmtpFailure, takesOthers: boolean): SendOutcome {
  const { blame, advice } = smtpVerdict(failure);
  const decided = decide(blame, takesOthers);
  const shownAdvice = advice === '' || decided !== 'ours' ? '' : ` (${advice})`;
  return outcomeOf(decided, `${failure.text}${shownAdvice}`);
}

type Decided = Exclude<SmtpBlame, 'unclear' | 'unclear message' | 'unclear passing'>;

function decide(blame: SmtpBlame, takesOthers: boolean): Decided {
  if (blame === 'unclear') return takesOthers ? 'target' : 'ours';
  if (blame === 'unclear message') return takesOthers ? 'message' : 'ours';
  if (blame === 'unclear passing') return takesOthers ? 'again' : 'ours';
  return blame;
}

function outcomeOf(decided: Decided, response: string): SendOutcome {
  switch (decided) {
    case 'ours':
      return { kind: 'held', response, scope: 'channel', afterSeconds: null };
    case 'target':
      return { kind: 'rejected', response, concerns: 'target' };
    case 'target for now':
      return { kind: 'held', response, scope: 'target', afterSeconds: null };
    case 'later':
      return { kind: 'retry', response, afterSeconds: null, holds: 'target' };
    case 'again':
      return { kind: 'retry', response, afterSeconds: null, holds: 'nothing' };
    case 'message':
    case 'recipient':
      return { kind: 'rejected', response, concerns: decided };
  }
}
