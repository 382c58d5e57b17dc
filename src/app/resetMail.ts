import type { Logger } from 'pino';
import type { SendResetMail } from '../desk/people/requestPassword.ts';
import type { SendNotice } from '../ports/noticeMailer.ts';
import type { Random } from '../ports/random.ts';
import { words } from '../web/console/words/words.ts';

interface ResetMailDeps {
  readonly sendNotice: SendNotice;
  readonly random: Random;
  readonly log: Logger;
}

const limitMs = 60_000;

/** Sends the link at once and never keeps it: in the store anybody who reads messages could use it. */
export const sendResetMail =
  ({ sendNotice, random, log }: ResetMailDeps): SendResetMail =>
  (person, link) => {
    const notice = {
      ...({ key: `password ${person.id}`, channel: 'email', recipient: person.email } as const),
      ...{ subject: words.reset.subject, body: words.reset.mail(person.name, link) },
    };
    sendNotice(notice, random.uuid(), AbortSignal.timeout(limitMs))
      .then((outcome) => {
        if (outcome.kind !== 'sent')
          log.warn({ outcome: outcome.kind }, 'a mail with a link for a new password was not sent');
      })
      .catch((err: unknown) => log.error({ err }, 'a mail with a link for a new password was not sent'));
  };
