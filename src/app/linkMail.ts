import type { Logger } from 'pino';
import type { SendResetMail } from '../desk/people/requestPassword.ts';
import type { SendNotice } from '../ports/noticeMailer.ts';
import type { Random } from '../ports/random.ts';
import type { Invited } from '../web/console/settings/peoplePages.tsx';
import { words } from '../web/console/words/words.ts';

interface LinkMailDeps {
  readonly sendNotice: SendNotice;
  readonly random: Random;
  readonly log: Logger;
}

const limitMs = 60_000;

/** Sends a mail at once and never keeps it: in the store anybody who reads messages could use its link. */
function sendUnkept(
  { sendNotice, random, log }: LinkMailDeps,
  mail: { readonly key: string; readonly recipient: string; readonly subject: string; readonly body: string },
): void {
  sendNotice({ ...mail, channel: 'email' }, random.uuid(), AbortSignal.timeout(limitMs))
    .then((outcome) => {
      if (outcome.kind !== 'sent') log.warn({ outcome: outcome.kind }, 'a mail with a link was not sent');
    })
    .catch((err: unknown) => log.error({ err }, 'a mail with a link was not sent'));
}

/** The link that sets a new password, to whoever asked for it. */
export const sendResetMail =
  (deps: LinkMailDeps): SendResetMail =>
  ({ id, email, name }, link) => {
    const { subject, mail } = words.reset;
    sendUnkept(deps, { key: `password ${id}`, recipient: email, subject, body: mail(name, link) });
  };

/** The link that signs in for the first time, to whoever was added. */
export const sendInvitation =
  (deps: LinkMailDeps) =>
  ({ email, name, by, link }: Invited): void => {
    const { subject, body } = words.settings.people.mail;
    sendUnkept(deps, { key: `invitation ${email}`, recipient: email, subject, body: body(name, by, link) });
  };
